package org.vibrissa.metrics.internal.hubble;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowEvent;
import org.vibrissa.flow.FlowLog;

/** A log that gives the same event as often as it is told to. Thread safe. */
final class TestLog implements FlowLog {
    private final TestEvent event;
    private long available;
    private long lost;
    private boolean woken;
    private boolean closed;

    TestLog(TestEvent event) {
        this.event = event;
    }

    synchronized void offer(long events, long overwritten) {
        available += events;
        lost += overwritten;
        notifyAll();
    }

    synchronized boolean closed() {
        return closed;
    }

    @Override
    public FlowCursor fromOldest(String name) {
        return new Cursor();
    }

    @Override
    public FlowCursor fromNewest(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FlowCursor since(String name, Instant time) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FlowCursor resume(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void retain(String prefix, Set<String> names) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public long written() {
        return 0;
    }

    @Override
    public double rate() {
        return 0;
    }

    @Override
    public Duration uptime() {
        return Duration.ZERO;
    }

    private final class Cursor implements FlowCursor {
        @Override
        public boolean next() {
            synchronized (TestLog.this) {
                if (available == 0) {
                    return false;
                }
                available--;
                return true;
            }
        }

        @Override
        public boolean previous() {
            return false;
        }

        @Override
        public FlowEvent event() {
            return event;
        }

        @Override
        public long takeLost() {
            synchronized (TestLog.this) {
                long taken = lost;
                lost = 0;
                return taken;
            }
        }

        @Override
        public void settle(long sequence) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean await(Duration timeout) {
            synchronized (TestLog.this) {
                long until = System.nanoTime() + timeout.toNanos();
                while (available == 0 && lost == 0 && !woken && System.nanoTime() < until) {
                    try {
                        TestLog.this.wait(Math.max(1, (until - System.nanoTime()) / 1_000_000));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }
                return available > 0;
            }
        }

        @Override
        public void wake() {
            synchronized (TestLog.this) {
                woken = true;
                TestLog.this.notifyAll();
            }
        }

        @Override
        public boolean ended() {
            return false;
        }

        @Override
        public void close() {
            synchronized (TestLog.this) {
                closed = true;
            }
        }
    }
}
