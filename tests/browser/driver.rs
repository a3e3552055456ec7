//! The chromedriver process: started on a free port, ended with its browsers when it is dropped.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const START_LIMIT: Duration = Duration::from_secs(20);
const END_LIMIT: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct Chromedriver {
    process: Child,
    port: u16,
}

impl Chromedriver {
    pub(super) async fn start() -> Self {
        let program = std::env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let port = free_port();
        let process = Command::new(&program)
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|problem| {
                panic!(
                    "{program} does not start ({problem}); on Debian: apt-get install chromium-driver"
                )
            });
        let mut driver = Self { process, port };
        driver.wait_until_ready(&program).await;
        driver
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn wait_until_ready(&mut self, program: &str) {
        let deadline = Instant::now() + START_LIMIT;
        while !self.answers("/status") {
            if let Ok(Some(status)) = self.process.try_wait() {
                panic!("{program} ended at once: {status}");
            }
            assert!(
                Instant::now() < deadline,
                "{program} is not ready after {} s",
                START_LIMIT.as_secs()
            );
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
    }

    /// Asks for `path` in plain HTTP, and says whether anybody answers. Its connections stay open after an answer, so
    /// the end of one is not waited for.
    fn answers(&self, path: &str) -> bool {
        let ask = || -> std::io::Result<usize> {
            let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            stream.set_read_timeout(Some(END_LIMIT))?;
            write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n\r\n", self.port)?;
            stream.read(&mut [0; 256])
        };
        ask().is_ok_and(|bytes| bytes > 0)
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        // Asked to, it closes its browsers first; a killed driver would leave them behind.
        self.answers("/shutdown");
        let deadline = Instant::now() + END_LIMIT;
        while matches!(self.process.try_wait(), Ok(None)) && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .unwrap_or_else(|problem| panic!("no free port: {problem}"))
}
