"""Chromium without a head, driven over --remote-debugging-pipe: no packages beyond Debian's chromium."""
import base64
import json
import os
import shutil
import subprocess
import tempfile


def program():
    return shutil.which('chromium') or shutil.which('chromium-browser') or shutil.which('google-chrome')


class Browser:
    """One page. `problems` holds what it wrote to the console as an error, and every exception."""

    def __init__(self, width=1280, height=900):
        self.profile = tempfile.TemporaryDirectory(prefix='chromium-', ignore_cleanup_errors=True)
        from_us, self.to_browser = os.pipe()
        self.from_browser, to_us = os.pipe()

        def at_3_and_4():
            os.dup2(from_us, 63), os.dup2(to_us, 64)
            os.dup2(63, 3), os.dup2(64, 4)
        self.process = subprocess.Popen(
            [program(), '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars',
             '--no-first-run', f'--user-data-dir={self.profile.name}', f'--window-size={width},{height}',
             '--remote-debugging-pipe', 'about:blank'],
            preexec_fn=at_3_and_4, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(from_us), os.close(to_us)
        self.buffer, self.last, self.problems, self.events, self.session = b'', 0, [], [], None
        target = next(t for t in self.call('Target.getTargets')['targetInfos'] if t['type'] == 'page')
        self.session = self.call('Target.attachToTarget', targetId=target['targetId'], flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(domain + '.enable')
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.session = None
        self.call('Browser.close')
        self.process.wait(20)
        self.profile.cleanup()

    def message(self):
        while b'\0' not in self.buffer:
            piece = os.read(self.from_browser, 1 << 20)
            if not piece:
                raise RuntimeError('chromium is gone')
            self.buffer += piece
        text, self.buffer = self.buffer.split(b'\0', 1)
        message = json.loads(text)
        method, params = message.get('method'), message.get('params', {})
        if method == 'Runtime.exceptionThrown':
            self.problems.append(params['exceptionDetails'].get('text', '') + json.dumps(params['exceptionDetails'].get('exception', {})))
        if method == 'Log.entryAdded' and params['entry']['level'] == 'error':
            self.problems.append(params['entry']['text'])
        if method == 'Runtime.consoleAPICalled' and params['type'] in ('error', 'assert'):
            self.problems.append(json.dumps(params['args']))
        if method == 'Network.requestWillBeSent' and not params['request']['url'].startswith(('file:', 'data:')):
            self.problems.append('a request left the page: ' + params['request']['url'])
        if method:
            self.events.append(method)
        return message

    def call(self, method, **params):
        self.last += 1
        request = {'id': self.last, 'method': method, 'params': params}
        if self.session:
            request['sessionId'] = self.session
        os.write(self.to_browser, json.dumps(request).encode() + b'\0')
        while (answer := self.message()).get('id') != self.last:
            pass
        if 'error' in answer:
            raise RuntimeError(f'{method}: {answer["error"]}')
        return answer['result']

    def open(self, path):
        self.events.clear()
        self.call('Page.navigate', url=path.as_uri())
        while 'Page.loadEventFired' not in self.events:
            self.message()

    def run(self, script):
        answer = self.call('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True)
        if 'exceptionDetails' in answer:
            raise RuntimeError(json.dumps(answer['exceptionDetails']))
        return answer['result'].get('value')

    def emulate(self, scheme):
        self.call('Emulation.setEmulatedMedia', features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def screenshot(self, path, whole=False):
        picture = self.call('Page.captureScreenshot', format='png', captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(picture['data']))
