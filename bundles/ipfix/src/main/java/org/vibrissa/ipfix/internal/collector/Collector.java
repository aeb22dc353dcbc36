package org.vibrissa.ipfix.internal.collector;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowAccount;
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
public final class Collector implements AutoCloseable, FlowAccount {
    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
    private static final long STOP_SECONDS = 5;

    /** Begin of the name of each collector's cursor. */
    private static final String CURSOR = "ipfix:";

    private final CollectorAddress address;
    private final Books books = new Books();
    private final Backoff backoff = new Backoff();
    private final Sight sight;
    private final FlowCursor cursor;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile Wire wire;
    private volatile Transport transport;
    private volatile boolean givenUp;
    private String lastProblem = "";

    /**
     * Starts with the events that come from now on, or goes on where the last one of this address
     * stood.
     */
    public Collector(
            CollectorAddress address, Wire wire, FlowLog log, FlowNames names, PolicyRules rules) {
        this.address = address;
        this.wire = wire;
        sight = new Sight(names, rules);
        cursor = log.resume(CURSOR + address);
        thread = new Thread(this::run, "vib-ipfix-" + address.host());
        thread.setDaemon(true);
        thread.start();
    }

    /** Only collectors of these addresses may come again to go on where they were. */
    public static void retain(FlowLog log, Collection<CollectorAddress> addresses) {
        log.retain(
                CURSOR,
                addresses.stream()
                        .map(address -> CURSOR + address)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    public CollectorAddress address() {
        return address;
    }

    @Override
    public String name() {
        return "ipfix:" + address;
    }

    @Override
    public Reading read() {
        return books.read().events();
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

    /**
     * Sends what it holds and ends. What the collector does not take is left to the one of this
     * address that comes next.
     */
    @Override
    public void close() {
        stop.countDown();
        cursor.wake();
        // A thread that is late still sends; a collector that does not read is not waited for.
        int seconds = 0;
        do {
            join(1);
            seconds++;
        } while (thread.isAlive() && !isHeldUp() && seconds < STOP_SECONDS);
        endTransport();
        join(STOP_SECONDS);
        givenUp = true;
        endTransport();
        cursor.close();
    }

    /** The one that is open: a collector that does not read must not hold the thread. */
    private void endTransport() {
        Transport open = transport;
        if (open != null) {
            open.close();
        }
    }

    private boolean isHeldUp() {
        Transport open = transport;
        return open != null && open.waits();
    }

    private void join(long seconds) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(seconds));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        boolean over = false;
        // Even one that is taken away before its thread runs sends what it was there for.
        while (!over) {
            Wire current = wire;
            try (Transport open = open()) {
                transport = open;
                if (givenUp) {
                    return;
                }
                books.connected();
                told("");
                backoff.reset();
                over = export(open, current);
            } catch (IOException e) {
                over = failed(Reason.of(e));
            } catch (RuntimeException | LinkageError e) {
                // A bundle that goes or does not fit must not end the export without a word.
                LOG.error("the export to {} failed", address, e);
                over = failed("internal error: " + e);
            }
        }
    }

    /** Until messages are to look otherwise, or, which it then tells, it is over. */
    private boolean export(Transport open, Wire current) throws IOException {
        try (Export export = new Export(cursor, sight, books, open, current)) {
            export.run(() -> !over() && current.equals(wire));
            boolean over = over();
            export.sendRest();
            return over;
        }
    }

    private boolean over() {
        return stop.getCount() == 0 || cursor.ended();
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

    /** Waits before the next try; whether there is none. */
    private boolean failed(String problem) {
        if (over()) {
            return true;
        }
        books.failed(problem);
        told(problem);
        try {
            return stop.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
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
