/*
What the admin's pages need from a script: htmx with Wagtail's CSRF token, toasts, and the
count of unread notifications beside the menu's bell. No inline script is used anywhere.
*/
(() => {
    "use strict";

    const config = JSON.parse(document.getElementById("wagtail-config")?.textContent || "{}");

    // --- htmx
    if (window.htmx) {
        htmx.config.allowEval = false;
        htmx.config.selfRequestsOnly = true;
        htmx.config.historyCacheSize = 0;
        document.addEventListener("htmx:configRequest", (event) => {
            if (event.detail.verb !== "get") {
                event.detail.headers[config.CSRF_HEADER_NAME || "X-CSRFToken"] = config.CSRF_TOKEN;
            }
        });
    }

    // --- toasts: document.dispatchEvent(new CustomEvent("t-toast", {detail: {text, undo}}))
    // or the response header HX-Trigger: {"t-toast": {"text": "…", "undo": "/admin/…"}}.
    const STAY = 8000;

    const shelf = () => {
        let found = document.querySelector(".t-toasts");
        if (!found) {
            found = document.createElement("div");
            found.className = "t-toasts";
            found.setAttribute("role", "status");
            document.body.append(found);
        }
        return found;
    };

    const show = ({ text, undo, undoLabel }) => {
        const toast = document.createElement("div");
        toast.className = "t-toast";
        const words = document.createElement("span");
        words.className = "t-toast__text";
        words.textContent = text;
        toast.append(words);
        let left = STAY;
        let since = 0;
        let timer = 0;
        const run = () => {
            since = Date.now();
            timer = window.setTimeout(() => toast.remove(), left);
        };
        const pause = () => {
            window.clearTimeout(timer);
            left = Math.max(1500, left - (Date.now() - since));
        };
        if (undo) {
            const button = document.createElement("button");
            button.type = "button";
            button.textContent = undoLabel || window.gettext?.("Undo") || "Undo";
            button.addEventListener("click", () => {
                // A page that sends its changes in turn takes this one itself.
                const event = new CustomEvent("t-undo", { detail: { undo }, cancelable: true });
                if (document.dispatchEvent(event)) htmx.ajax("POST", undo, { swap: "none" });
                toast.remove();
            });
            toast.append(button);
        }
        toast.addEventListener("pointerenter", pause);
        toast.addEventListener("pointerleave", run);
        toast.addEventListener("focusin", pause);
        toast.addEventListener("focusout", run);
        shelf().append(toast);
        run();
    };

    document.addEventListener("t-toast", (event) => show(event.detail));

    // --- unread notifications, asked at most every half minute and never while hidden
    const KEY = "t-unread";
    const REST = 30000;

    const bell = () => document.querySelector("a[data-t-unread-url]");

    const paint = (count) => {
        const link = bell();
        if (!link) return;
        link.dataset.tCount = count > 99 ? "99+" : String(count);
    };

    const ask = async () => {
        const link = bell();
        if (!link || document.hidden) return;
        const kept = JSON.parse(sessionStorage.getItem(KEY) || "null");
        if (kept) paint(kept.count);
        if (kept && Date.now() - kept.at < REST) return;
        try {
            const response = await fetch(link.dataset.tUnreadUrl, {
                headers: { Accept: "application/json" },
            });
            if (!response.ok) return;
            const { count } = await response.json();
            sessionStorage.setItem(KEY, JSON.stringify({ count, at: Date.now() }));
            paint(count);
        } catch {
            // Offline: the next round asks again.
        }
    };

    document.addEventListener("t-unread", (event) => {
        const { count } = event.detail;
        sessionStorage.setItem(KEY, JSON.stringify({ count, at: Date.now() }));
        paint(count);
    });
    window.addEventListener("load", () => {
        // The sidebar is drawn by a script; it stands a moment after the page.
        window.setTimeout(ask, 300);
        window.setInterval(ask, REST);
    });
    document.addEventListener("visibilitychange", ask);
})();
