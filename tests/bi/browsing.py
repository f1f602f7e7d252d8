"""Chromium on Superset's pages: whatever wants out of this machine is noted, and meets a proxy that only listens."""

import shutil
import socketserver
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import expect, sync_playwright

BROWSER = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
WIDTH = 1440
CHART = ".dashboard-component-chart-holder"
BOTTOM = f"Math.max(...[...document.querySelectorAll('{CHART}')].map(e => e.getBoundingClientRect().bottom)) + window.scrollY"


class Leaks(socketserver.ThreadingTCPServer):
    """A proxy for everything but this machine: it notes who came, and lets nobody through."""

    daemon_threads = True

    def __init__(self):
        self.seen = []
        leaks = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                leaks.seen.append(self.rfile.readline().decode(errors="replace"))

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Browser:
    """One page in a browser. answers: those to charts. outside: hosts beyond this machine that pages asked for."""

    def __init__(self, page, address, leaks):
        self.page, self.address, self.leaks = page, address, leaks
        self.answers, self.outside, self.errors = [], set(), []
        page.on("request", self._note_outside)
        page.on("response", self._note)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("dialog", lambda dialog: (self.errors.append(dialog.message), dialog.dismiss()))

    def _note(self, response):
        if "/api/v1/chart/data" in response.url:
            self.answers.append(response)

    def _note_outside(self, request):
        address = urlsplit(request.url)
        if address.scheme not in ("data", "blob", "about") and address.hostname != "127.0.0.1":
            self.outside.add(address.hostname)

    def reached(self):
        """The hosts that a page asked for and the browser went to; what Chromium itself asks its maker is none of them."""
        return {host for host in self.outside if any(host in line for line in self.leaks.seen)}

    def log_in(self, password):
        self.page.goto(f"{self.address}/login/")
        self.page.fill("#username", "admin")
        self.page.fill("#password", password)
        self.page.click("button[type=submit]")

    def open(self, slug, chart_count):
        """Open a dashboard, high enough to draw all of it, and wait until each of its charts is drawn."""
        self.answers.clear()
        self.page.set_viewport_size({"width": WIDTH, "height": 3200})
        self.page.goto(f"{self.address}/superset/dashboard/{slug}/")
        self.settle(chart_count)

    def settle(self, chart_count):
        """Wait until nothing loads any more; fails where a chart shows an error, or nothing."""
        expect(self.page.locator("[data-test=slice-container]")).to_have_count(chart_count, timeout=60_000)
        expect(self.page.locator(".loading, [data-test=loading-indicator]")).to_have_count(0, timeout=60_000)
        # Bars grow for a second.
        self.page.wait_for_timeout(1500)
        expect(self.page.locator(f"{CHART} [role=alert], {CHART} .ant-empty, {CHART} .ant-alert")).to_have_count(0)

    def failed_answers(self):
        """What was not answered with rows, of all that charts and filters asked since the dashboard was opened."""
        found = []
        for answer in self.answers:
            result = answer.json().get("result", [{}]) if answer.status == 200 else [{"error": answer.text()}]
            found += [one["error"] for one in result if one.get("error")]
        return found

    def screenshot(self, path):
        """The whole dashboard, and no more."""
        self.page.set_viewport_size({"width": WIDTH, "height": int(self.page.evaluate(BOTTOM)) + 24})
        self.page.wait_for_timeout(1500)
        self.page.screenshot(path=path)

    def chart(self, title):
        """The box of a chart."""
        return self.page.locator(CHART).filter(has=self.page.get_by_text(title, exact=True)).first

    def choose(self, filter_id, option):
        """Choose an option of a native filter, and apply it."""
        box = self.page.locator(f"input#NATIVE_FILTER-{filter_id}")
        box.click()
        box.fill(option)
        self.page.locator(".ant-select-item-option", has_text=option).first.click()
        self.page.keyboard.press("Escape")
        self.page.locator("[data-test=filter-bar__apply-button]").click()


@contextmanager
def browsing(address):
    """A browser on the pages of an address."""
    with sync_playwright() as playwright, Leaks() as leaks:
        proxy = {"server": f"http://127.0.0.1:{leaks.server_address[1]}", "bypass": "127.0.0.1"}
        browser = playwright.chromium.launch(executable_path=BROWSER, args=FLAGS, proxy=proxy)
        yield Browser(browser.new_page(viewport={"width": WIDTH, "height": 1000}), address, leaks)
        browser.close()
        leaks.shutdown()
