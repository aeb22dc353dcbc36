package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowCursor;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.ipfix.internal.record.Sight;
import org.vibrissa.ipfix.internal.record.Wire;
import org.vibrissa.policy.PolicyRules;

/**
 * Sends all events of the log to one collector, by a thread of its own. While the collector is away
 * events wait in the log; those that are overwritten there meanwhile are counted.
 */
public final class Collector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final long STOP_SECONDS = 5;

    private final CollectorAddress address;
    private final Books books = new Books();
    private final Backoff backoff = new Backoff();
    private final Sight sight;
    private final FlowCursor cursor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Wire wire;
    private volatile Transport transport;
    private String lastProblem = "";

    /** Starts with the events that come from now on. */
    public Collector(
            CollectorAddress address, Wire wire, FlowLog log, FlowNames names, PolicyRules rules) {
        this.address = address;
        this.wire = wire;
        sight = new Sight(names, rules);
        cursor = log.fromNewest("ipfix:" + address);
        thread = new Thread(this::run, "vib-ipfix-" + address.host());
        thread.setDaemon(true);
        thread.start();
    }

    public CollectorAddress address() {
        return address;
    }

    public Books books() {
        return books;
    }

    /** Another look of messages; it begins a new session, no event is left out. */
    public void use(Wire next) {
        if (!next.equals(wire)) {
            wire = next;
            cursor.wake();
        }
    }

    /** Sends what it holds and ends; gives up on a collector that does not take it. */
    @Override
    public void close() {
        stop.countDown();
        cursor.wake();
        join(1);
        Transport open = transport;
        if (open != null) {
            open.close();
        }
        join(STOP_SECONDS);
        cursor.close();
    }

    private void join(long seconds) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (stop.getCount() > 0 && !cursor.ended()) {
            Wire current = wire;
            try (Transport open = open()) {
                transport = open;
                books.connected();
                told("");
                backoff.reset();
                new Export(cursor, sight, books, open, current)
                        .run(() -> stop.getCount() > 0 && current.equals(wire));
            } catch (IOException e) {
                failed(Reason.of(e));
            } catch (RuntimeException | LinkageError e) {
                // A bundle that goes or does not fit must not end the export without a word.
                LOG.error("the export to {} failed", address, e);
                failed("internal error: " + e);
            }
        }
    }

    private Transport open() throws IOException {
        InetAddress host = InetAddress.getByName(address.host());
        InetSocketAddress to = new InetSocketAddress(host, address.port());
        if (to.isUnresolved()) {
            throw new UnknownHostException(address.host());
        }
        return address.protocol() == CollectorAddress.Protocol.UDP
                ? new UdpTransport(to)
                : new TcpTransport(to);
    }

    private void failed(String problem) {
        if (stop.getCount() == 0) {
            return;
        }
        books.failed(problem);
        told(problem);
        try {
            boolean stopped = stop.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
            LOG.debug("{}: {}", address, stopped ? "stops" : "tries again");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line for each change, not for each try. */
    private void told(String problem) {
        if (!problem.equals(lastProblem)) {
            if (problem.isEmpty()) {
                LOG.info("IPFIX collector {} is back", address);
            } else {
                LOG.warn("IPFIX collector {} is away: {}", address, problem);
            }
            lastProblem = problem;
        }
    }
}
