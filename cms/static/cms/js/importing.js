// The import page: says that a file is too large before it is sent; ticks all rows of a list.
(() => {
    const megabytes = (bytes) => `${Math.round(bytes / 1048576)} MB`;

    document.addEventListener('change', (event) => {
        const field = event.target;
        if (field.matches('input[type=file][data-max-bytes]')) {
            const most = Number(field.dataset.maxBytes);
            const file = field.files[0];
            field.setCustomValidity(file && file.size > most ? `${megabytes(file.size)} > ${megabytes(most)}` : '');
            field.reportValidity();
        }
        if (field.matches('[data-choose-all]')) {
            document.querySelectorAll('input[name=chosen]').forEach((box) => { box.checked = field.checked; });
        }
        if (field.matches('[data-choose-all], [data-all], input[name=chosen]')) {
            const all = document.querySelector('[data-all]:checked');
            const count = all ? all.dataset.all : document.querySelectorAll('input[name=chosen]:checked').length;
            document.querySelectorAll('[data-chosen-count]').forEach((place) => { place.textContent = count; });
        }
    });

    document.addEventListener('submit', (event) => {
        if (event.target.querySelector('input:invalid[data-max-bytes]')) {
            event.preventDefault();
            event.target.querySelector('input[data-max-bytes]').reportValidity();
        }
    });
})();
