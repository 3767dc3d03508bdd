/*
Find content while typing. The form works without this: it is sent as it is.

"/" goes to the question; arrows go through the suggestions, and from result to result; Alt with
the down arrow opens the suggestions; Escape closes them, or returns to the question.
*/
(() => {
    "use strict";

    const form = document.getElementById("find");
    const field = document.getElementById("find-q");
    const list = document.getElementById("find-suggestions");
    if (!form || !field || !window.htmx) return;
    const PAUSE = 220;
    const LOOKED = 2500;
    let timer = 0;
    let asked = field.value;

    // --- asking

    // What was looked at counts as a search; what is passed through while typing does not.
    let looking = 0;
    let logged = field.value;

    const log = () => {
        window.clearTimeout(looking);
        if (!asked.trim() || asked === logged) return;
        logged = asked;
        const body = new FormData();
        body.set("query", new URLSearchParams(new FormData(form)).toString());
        body.set(
            "csrfmiddlewaretoken",
            document.querySelector("#find-act [name=csrfmiddlewaretoken]").value,
        );
        fetch(form.dataset.looked, { method: "POST", body, keepalive: true }).catch(() => {});
    };

    const ask = () => {
        window.clearTimeout(timer);
        window.clearTimeout(looking);
        asked = field.value;
        looking = window.setTimeout(log, LOOKED);
        htmx.trigger(form, "t-find");
    };

    form.addEventListener("submit", () => {
        window.clearTimeout(timer);
        asked = field.value;
        close();
        log();
    });
    form.addEventListener("click", (event) => {
        if (event.target.closest("[data-result] a, [data-result] button")) log();
    });
    form.addEventListener("change", (event) => {
        if (event.target !== field && event.target.form === form) ask();
    });

    // Parameters without a value only lengthen the address.
    form.addEventListener("htmx:configRequest", (event) => {
        if (event.target !== form) return;
        for (const [name, value] of [...event.detail.formData.entries()]) {
            if (value === "") event.detail.formData.delete(name);
        }
    });

    // --- suggestions
    let fetching = 0;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const active = () => list.querySelector("[aria-selected=true]");

    const close = () => {
        fetching += 1;
        list.hidden = true;
        list.replaceChildren();
        field.setAttribute("aria-expanded", "false");
        field.removeAttribute("aria-activedescendant");
    };

    const open = async () => {
        const mine = (fetching += 1);
        const url = new URL(form.dataset.suggestions, location);
        for (const [name, value] of new FormData(form)) {
            if (value && (name === "q" || !["not", "more"].includes(name))) {
                url.searchParams.append(name, value);
            }
        }
        const answer = await fetch(url).catch(() => null);
        if (!answer?.ok || mine !== fetching) return;
        const html = await answer.text();
        if (mine !== fetching || document.activeElement !== field) return;
        // The server's own escaped HTML.
        list.innerHTML = html;
        list.hidden = !options().length;
        field.setAttribute("aria-expanded", String(!list.hidden));
    };

    const point = (by) => {
        const all = options();
        const at = all.indexOf(active()) + by;
        active()?.setAttribute("aria-selected", "false");
        const next = all[at];
        if (!next) {
            field.removeAttribute("aria-activedescendant");
            return;
        }
        next.setAttribute("aria-selected", "true");
        next.scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", next.id);
    };

    const choose = (option) => {
        const { words, query } = option.dataset;
        close();
        if (!words) {
            location.assign(query);
            return;
        }
        field.value = words;
        ask();
        log();
    };

    field.addEventListener("input", () => {
        window.clearTimeout(timer);
        window.clearTimeout(looking);
        if (field.value !== asked) timer = window.setTimeout(ask, PAUSE);
        if (field.value.trim()) close();
        else open();
    });
    field.addEventListener("pointerdown", () => {
        if (list.hidden) open();
    });
    field.addEventListener("blur", close);
    // The field keeps the focus while a suggestion is pressed.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
        const option = event.target.closest("[role=option]");
        if (option) choose(option);
    });

    // --- keyboard
    const links = () => [...form.querySelectorAll("[data-result-link]")];

    const step = (by) => {
        const all = links();
        const at = all.findIndex((link) =>
            link.closest("[data-result]").contains(document.activeElement),
        );
        const next = at + by;
        if (at === 0 && by < 0) field.focus();
        else all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
    };

    const typing = (target) =>
        target.matches?.("input:not([type=checkbox]), textarea, select, [contenteditable=true]");

    const inField = (event) => {
        const shown = !list.hidden;
        if (event.key === "ArrowDown") {
            event.preventDefault();
            if (shown && active() !== options().at(-1)) point(1);
            else if (event.altKey && !shown) open();
            else links()[0]?.focus();
        } else if (event.key === "ArrowUp" && shown) {
            event.preventDefault();
            point(-1);
        } else if (event.key === "Enter" && active()) {
            event.preventDefault();
            choose(active());
        } else if (event.key === "Escape" && shown) {
            event.preventDefault();
            close();
        }
    };

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.defaultPrevented) return;
        if (document.querySelector("dialog[open]")) return;
        if (event.target === field) {
            inField(event);
            return;
        }
        if (event.altKey) return;
        if (event.key === "/" && !typing(event.target)) {
            event.preventDefault();
            field.focus();
            field.select();
            if (!field.value.trim()) open();
            return;
        }
        if (!event.target.closest?.("[data-result]")) return;
        if (event.key === "ArrowDown") {
            event.preventDefault();
            step(1);
        } else if (event.key === "ArrowUp") {
            event.preventDefault();
            step(-1);
        } else if (event.key === "Escape") {
            field.focus();
        }
    });

    const sayOpen = () => {
        const toggle = form.querySelector(".fd__toggle");
        toggle?.setAttribute("aria-expanded", form.classList.contains("fd--filters"));
    };

    document.addEventListener("htmx:afterSettle", (event) => {
        sayOpen();
        if (event.target.id === "find-dialog") {
            const dialog = event.target.querySelector("dialog");
            const from = document.activeElement;
            dialog?.showModal();
            dialog?.addEventListener("close", () => {
                dialog.remove();
                from?.focus?.();
            });
            dialog?.addEventListener("click", (click) => {
                if (click.target === dialog) dialog.close();
            });
        }
    });

    // What was added is said in a toast, which a dialog would cover.
    document.addEventListener("deck-changed", () => {
        document.querySelector("[data-find-dialog]")?.close();
    });

    document.addEventListener("click", (event) => {
        const save = form.querySelector(".fd__save[open]");
        if (save && !save.contains(event.target)) save.open = false;
        if (!event.target.closest?.(".fd__toggle")) return;
        form.classList.toggle("fd--filters");
        sayOpen();
    });

    if (document.activeElement === field) field.setSelectionRange(asked.length, asked.length);
})();
