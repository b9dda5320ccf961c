"""Pictures as SVG strings: the same for the page, the PDF and the test."""
