// A form that came back begins where something is wrong with it, wherever on a long page that is.
document.querySelector('[aria-invalid="true"]')?.focus();
