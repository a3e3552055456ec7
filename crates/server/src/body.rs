//! A request's body: read within limits, and what is left of it read away. What all bodies hold
//! together is bounded by [`Room`], which each takes as it arrives.
//!
//! A client that still sends while it is refused would find its connection reset and never see
//! the reason; so what a handler leaves of a body is read and forgotten behind the answer.

use std::future::poll_fn;
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::sync::{Mutex, OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// The most bytes that are read behind an answer. A client that sends more is cut off.
const LEFTOVER: usize = 256 << 20;

/// A request's body, which handler and [`read_leftover`] share.
#[derive(Clone, Debug)]
pub struct Incoming(Arc<Mutex<Body>>);

/// Why a body is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError {
    /// It has more bytes than are read: its size where it is known, else what was read of it.
    TooLarge(u64),
    /// It did not arrive in time.
    TooSlow,
    /// It ended early.
    CutOff,
    /// Other bodies hold the memory.
    NoRoom,
}

/// Memory for the bodies of all requests, counted in bytes.
#[derive(Clone, Debug)]
pub struct Room(Arc<Semaphore>);

impl Room {
    /// Room for so many bytes.
    pub fn new(bytes: u64) -> Self {
        let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
        Self(Arc::new(Semaphore::new(bytes.min(Semaphore::MAX_PERMITS))))
    }

    /// Takes room for the next part of a body, beside what it has.
    fn take(&self, bytes: usize, held: &mut OwnedSemaphorePermit) -> Result<(), BodyError> {
        let count = u32::try_from(bytes).map_err(|_| BodyError::NoRoom)?;
        let more = Arc::clone(&self.0).try_acquire_many_owned(count);
        held.merge(more.map_err(|_| BodyError::NoRoom)?);
        Ok(())
    }
}

/// A body that has arrived. Its room is free again once this is dropped.
#[derive(Debug)]
pub struct Arrived {
    /// All of it.
    pub bytes: Vec<u8>,
    /// The room that it takes.
    pub held: OwnedSemaphorePermit,
}

impl Incoming {
    /// The whole body, of at most `limit` bytes, within `time`.
    pub async fn read(
        &self,
        limit: u64,
        time: Duration,
        room: &Room,
    ) -> Result<Arrived, BodyError> {
        let mut body = self.0.lock().await;
        if body.size_hint().lower() > limit {
            return Err(BodyError::TooLarge(body.size_hint().lower()));
        }
        let reading = async {
            let mut bytes = Vec::new();
            let none = Arc::clone(&room.0).try_acquire_many_owned(0);
            let mut held = none.map_err(|_| BodyError::NoRoom)?;
            while let Some(chunk) = next_chunk(&mut body).await {
                let chunk = chunk.map_err(|_| BodyError::CutOff)?;
                let size = (bytes.len() + chunk.len()) as u64;
                if size > limit {
                    return Err(BodyError::TooLarge(size));
                }
                room.take(chunk.len(), &mut held)?;
                bytes.extend_from_slice(&chunk);
            }
            Ok(Arrived { bytes, held })
        };
        timeout(time, reading).await.unwrap_or(Err(BodyError::TooSlow))
    }
}

/// The next bytes of a body, none at its end.
async fn next_chunk(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    // Trailers are no bytes.
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// Hands the body to the handler as an extension, and reads what it leaves.
pub async fn read_leftover(mut request: Request, next: Next) -> Response {
    // Such a client sends only what is asked for.
    let waits = request.headers().contains_key(header::EXPECT);
    let incoming = Incoming(Arc::new(Mutex::new(mem::take(request.body_mut()))));
    request.extensions_mut().insert(incoming.clone());
    let response = next.run(request).await;
    if !waits && response.status() != StatusCode::REQUEST_TIMEOUT {
        let body = incoming.0.lock_owned().await;
        if !body.is_end_stream() {
            tokio::spawn(forget(body));
        }
    }
    response
}

/// Reads a body to its end. A connection that stands still ends by itself, and the body with it.
async fn forget(mut body: tokio::sync::OwnedMutexGuard<Body>) {
    let mut read = 0;
    while let Some(Ok(chunk)) = next_chunk(&mut body).await {
        read += chunk.len();
        if read > LEFTOVER {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(body: impl Into<Body>, limit: u64) -> Result<Vec<u8>, BodyError> {
        let incoming = Incoming(Arc::new(Mutex::new(body.into())));
        let arrived = incoming.read(limit, Duration::from_secs(5), &Room::new(1_000)).await;
        arrived.map(|arrived| arrived.bytes)
    }

    #[tokio::test]
    async fn a_body_of_just_the_limit_is_read_whole() {
        assert_eq!(read(vec![7; 100], 100).await, Ok(vec![7; 100]));
        assert_eq!(read(vec![7; 101], 100).await, Err(BodyError::TooLarge(101)));
        assert_eq!(read("", 0).await, Ok(vec![]));
    }
    #[tokio::test]
    async fn bodies_together_take_no_more_room_than_there_is() {
        let room = Room::new(150);
        let read = async |size: usize| {
            let incoming = Incoming(Arc::new(Mutex::new(vec![7; size].into())));
            incoming.read(1_000, Duration::from_secs(5), &room).await
        };
        let first = read(100).await.unwrap();
        assert_eq!(read(51).await.unwrap_err(), BodyError::NoRoom);
        let second = read(50).await.unwrap();
        drop((first, second));
        assert_eq!(read(150).await.unwrap().bytes.len(), 150);
    }
}
