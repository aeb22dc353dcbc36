package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A way to a collector that is open. For one thread, except {@link #close}. */
interface Transport extends AutoCloseable {
    /**
     * Sends a message whole; may wait for the other side.
     *
     * @throws IOException when it was not, or not wholly, taken; the transport is of no more use
     *     unless {@link #survives} says otherwise
     */
    void send(ByteBuffer message) throws IOException;

    /** Whether one may go on sending after a failure: datagrams do not depend on each other. */
    boolean survives();

    /** Whether a {@link #send} waits for the other side now. For any thread. */
    boolean waits();

    /** Ends a {@link #send} that waits; idempotent. */
    @Override
    void close();
}
