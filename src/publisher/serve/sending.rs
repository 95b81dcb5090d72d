//! A connection that does not wait for ever for a browser that reads nothing.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// When something was last sent on a connection; at first, when it came.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    came: Instant,
    /// Milliseconds since it came.
    last: Arc<AtomicU64>,
}

impl Sent {
    pub(super) fn last(&self) -> Instant {
        self.came + Duration::from_millis(self.last.load(Ordering::Relaxed))
    }

    fn now(&self) {
        let since = u64::try_from(self.came.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.last.store(since, Ordering::Relaxed);
    }
}

/// A stream whose writing fails when no byte has been accepted for too long.
#[derive(Debug)]
pub(super) struct Sending<S> {
    stream: S,
    sent: Sent,
    stall: Duration,
    /// While a write waits: when it is given up.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl<S> Sending<S> {
    pub(super) fn new(stream: S, stall: Duration) -> (Self, Sent) {
        let sent = Sent {
            came: Instant::now(),
            last: Arc::default(),
        };
        let sending = Self {
            stream,
            sent: sent.clone(),
            stall,
            deadline: None,
        };
        (sending, sent)
    }

    /// What comes of a write; one that waits does so up to the deadline.
    fn written(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if written.is_ready() {
            self.sent.now();
            self.deadline = None;
            return written;
        }
        let stall = self.stall;
        let deadline = self
            .deadline
            .get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + stall)));
        ready!(deadline.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Sending<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Sending<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.written(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.written(context, written)
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

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    const STALL: Duration = Duration::from_secs(30);

    /// The clock stands still but for waiting, which takes no time.
    #[tokio::test(start_paused = true)]
    async fn writing_ends_when_nobody_reads() {
        let (near, _far) = duplex(8);
        let (mut sending, sent) = Sending::new(near, STALL);
        let start = Instant::now();
        let written = sending.write_all(b"more than eight").await;
        assert_eq!(written.unwrap_err().kind(), io::ErrorKind::TimedOut);
        assert_eq!(start.elapsed(), STALL);
        assert_eq!(sent.last(), start);
    }

    #[tokio::test(start_paused = true)]
    async fn who_reads_slowly_is_waited_for() {
        let (near, mut far) = duplex(1);
        let (mut sending, sent) = Sending::new(near, STALL);
        let start = Instant::now();
        let reading = async {
            let mut read = [0; 8];
            for byte in &mut read {
                sleep_until(Instant::now() + STALL.mul_f32(0.9)).await;
                *byte = far.read_u8().await.unwrap();
            }
            read
        };
        let (written, read) = tokio::join!(sending.write_all(b"in a day"), reading);
        written.unwrap();
        assert_eq!(&read, b"in a day");
        assert!(start.elapsed() > STALL * 7);
        assert!(sent.last() > start + STALL * 6);
    }
}
