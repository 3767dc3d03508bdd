// Two texts side by side: hides the passages that are the same.
(() => {
    document.addEventListener('change', (event) => {
        if (event.target.matches('[data-lk-only]')) {
            document.querySelectorAll('.lk__same').forEach((row) => { row.hidden = event.target.checked; });
        }
    });
})();
