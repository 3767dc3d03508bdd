"""The real parts that tests run against: servers, a browser, a PDF validator."""
