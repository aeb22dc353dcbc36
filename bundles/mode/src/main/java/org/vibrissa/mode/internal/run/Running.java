package org.vibrissa.mode.internal.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A change that this host coordinates, as users talk to it. Thread safe. */
final class Running implements Transaction.Word {
    private final String id;
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile String abort = "";
    private volatile boolean confirmed;

    Running(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    @Override
    public String abort() {
        return abort;
    }

    void abort(String reason) {
        abort = reason;
        said.countDown();
    }

    void confirm() {
        confirmed = true;
        said.countDown();
    }

    @Override
    public boolean awaitConfirm(Duration longest) throws InterruptedException {
        return said.await(longest.toNanos(), TimeUnit.NANOSECONDS) && confirmed;
    }

    void over() {
        over.countDown();
    }

    /** Waits for its end; whether it came. */
    boolean awaitEnd(Duration longest) throws InterruptedException {
        return over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    }
}
