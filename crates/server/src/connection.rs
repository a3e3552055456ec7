//! Connections: how many there may be, and how long one may stand still.
//!
//! A clock runs on each connection while the client owes something: the rest of a request's
//! head, or the reading of a response. It starts anew whenever something could be written, and
//! does not count while a request is being worked on. It knows no HTTP beyond that.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::extract::{Extension, Request};
use axum::middleware::Next;
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// Lets in as many connections as there are places.
#[derive(Debug)]
pub struct Gate {
    listener: TcpListener,
    places: Arc<Semaphore>,
    idle_time: Duration,
}

impl Gate {
    /// At most `places` connections on `listener`, each closed once it stands still for
    /// `idle_time`.
    pub fn new(listener: TcpListener, places: usize, idle_time: Duration) -> Self {
        Self { listener, places: Arc::new(Semaphore::new(places)), idle_time }
    }
}

impl Listener for Gate {
    type Io = Connection;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Connection, SocketAddr) {
        // Nobody closes the semaphore, so there is always a place in the end.
        let place = Arc::clone(&self.places).acquire_owned().await.ok();
        let (stream, address) = Listener::accept(&mut self.listener).await;
        // Answers are small and wanted at once; without it they are late, no more.
        let _ = stream.set_nodelay(true);
        let connection = Connection {
            stream,
            work: Work::default(),
            clock: Box::pin(sleep(self.idle_time)),
            idle_time: self.idle_time,
            _place: place,
        };
        (connection, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Whether a request of a connection is being worked on.
#[derive(Clone, Debug, Default)]
struct Work(Arc<AtomicBool>);

/// Who is at the other end of a connection.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its address.
    pub address: SocketAddr,
    work: Work,
}

impl Connected<IncomingStream<'_, Gate>> for Client {
    fn connect_info(stream: IncomingStream<'_, Gate>) -> Self {
        Self { address: *stream.remote_addr(), work: stream.io().work.clone() }
    }
}

/// Stops the connection's clock while the request is worked on.
pub async fn at_work(
    Extension(ConnectInfo(client)): Extension<ConnectInfo<Client>>,
    request: Request,
    next: Next,
) -> Response {
    let work = &client.work.0;
    work.store(true, Ordering::Relaxed);
    let response = next.run(request).await;
    work.store(false, Ordering::Relaxed);
    response
}

/// A connection with its clock.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    work: Work,
    clock: Pin<Box<Sleep>>,
    idle_time: Duration,
    _place: Option<OwnedSemaphorePermit>,
}

impl Connection {
    /// Waits for the clock where the stream gives nothing.
    fn stand_still<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        ready!(self.clock.as_mut().poll(context));
        if !self.work.0.load(Ordering::Relaxed) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        self.start_clock();
        // The new end has to be waited for, or nobody wakes this connection again.
        let _ = self.clock.as_mut().poll(context);
        Poll::Pending
    }

    fn start_clock(&mut self) {
        self.clock.as_mut().reset(Instant::now() + self.idle_time);
    }

    fn written(
        &mut self,
        context: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match result {
            Poll::Pending => self.stand_still(context),
            Poll::Ready(result) => {
                self.start_clock();
                Poll::Ready(result)
            }
        }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.stream).poll_read(context, buffer) {
            Poll::Pending => self.stand_still(context),
            done => done,
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, result)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.written(context, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
