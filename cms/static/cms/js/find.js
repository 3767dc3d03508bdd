/*
Find content while typing. The form works without this: it is sent as it is.

"/" goes to the question; arrows go from result to result; Escape returns to the question.
*/
(() => {
    "use strict";

    const form = document.getElementById("find");
    const field = document.getElementById("find-q");
    if (!form || !field || !window.htmx) return;
    const PAUSE = 220;
    let timer = 0;
    let asked = field.value;

    const ask = () => {
        window.clearTimeout(timer);
        asked = field.value;
        htmx.trigger(form, "t-find");
    };

    field.addEventListener("input", () => {
        window.clearTimeout(timer);
        if (field.value !== asked) timer = window.setTimeout(ask, PAUSE);
    });
    form.addEventListener("change", (event) => {
        if (event.target !== field) ask();
    });

    // Parameters without a value only lengthen the address.
    form.addEventListener("htmx:configRequest", (event) => {
        if (event.target !== form) return;
        for (const [name, value] of [...event.detail.formData.entries()]) {
            if (value === "") event.detail.formData.delete(name);
        }
    });

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

    document.addEventListener("keydown", (event) => {
        if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
        if (document.querySelector("dialog[open]")) return;
        if (event.key === "/" && !typing(event.target)) {
            event.preventDefault();
            field.focus();
            field.select();
            return;
        }
        const inside = event.target === field || event.target.closest?.("[data-result]");
        if (!inside) return;
        if (event.key === "ArrowDown") {
            event.preventDefault();
            if (event.target === field) links()[0]?.focus();
            else step(1);
        } else if (event.key === "ArrowUp" && event.target !== field) {
            event.preventDefault();
            step(-1);
        } else if (event.key === "Escape" && event.target !== field) {
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
        if (!event.target.closest?.(".fd__toggle")) return;
        form.classList.toggle("fd--filters");
        sayOpen();
    });

    if (document.activeElement === field) field.setSelectionRange(asked.length, asked.length);
})();
