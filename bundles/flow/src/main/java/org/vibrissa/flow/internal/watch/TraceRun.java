package org.vibrissa.flow.internal.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.OutputFormat;
import org.vibrissa.flow.internal.bpf.VibPathRecord;
import org.vibrissa.net.IpPrefix;
import org.vibrissa.netlink.Link;
import org.vibrissa.netlink.Netlink;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** One run of {@code vibrissa trace}. */
@Command(
        description = {
            "Shows the way of real packets through the stages, until Ctrl-C.",
            "Packets are not touched. One packet may have several ways on a host: from its"
                    + " endpoint, and out by the underlay. For a synthetic packet: vibrissa pipeline"
                    + " trace; for what policy would say: vibrissa policy trace."
        })
final class TraceRun implements Callable<Integer> {
    private static final int WAITING = 1024;
    private static final int MOST_PER_SECOND = 1000;
    private static final long TICK_MS = 1000;
    private static final ObjectWriter JSON = new ObjectMapper().writer();

    private final PacketWatches watches;
    private final Addresses addresses;
    private final Netlink netlink;
    private final Supplier<WayReader> readers;
    private final Invocation invocation;
    private final BlockingQueue<VibPathRecord> arrived = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong notTaken = new AtomicLong();

    @Option(
            names = {"-s", "--src"},
            description = "Who sends: an address, a prefix or an endpoint's name. Default: anybody")
    private Optional<String> source = Optional.empty();

    @Option(
            names = {"-d", "--dst"},
            description = "Who is to get it, written the same way. Default: anybody")
    private Optional<String> destination = Optional.empty();

    @Option(names = "--sport", defaultValue = "0", description = "Source port. Default: any")
    private int sourcePort;

    @Option(names = "--dport", defaultValue = "0", description = "Destination port. Default: any")
    private int destinationPort;

    @Option(
            names = "--protocol",
            description = "tcp, udp, icmp, icmpv6, sctp or a number. Default: any")
    private Optional<String> protocol = Optional.empty();

    @Option(
            names = "--device",
            description = "Device by which it comes into the datapath. Default: any")
    private Optional<String> device = Optional.empty();

    @Option(names = "--one-way", description = "Without the answers")
    private boolean oneWay;

    @Option(
            names = "--count",
            defaultValue = "0",
            description = "Ends after so many ways. Default: never")
    private long count;

    @Option(
            names = "--rate",
            defaultValue = "10",
            description = "Ways a second at most, 1..1000; the others are counted. Default: 10")
    private int rate;

    TraceRun(
            PacketWatches watches,
            Addresses addresses,
            Netlink netlink,
            Supplier<WayReader> readers,
            Invocation invocation) {
        this.watches = watches;
        this.addresses = addresses;
        this.netlink = netlink;
        this.readers = readers;
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws IOException {
        List<PacketFilter> filters = filters();
        try (PacketWatches.Watch watch = begin(filters)) {
            invocation.err().println("Watching packets; Ctrl-C ends.");
            invocation.err().flush();
            long shown = show(watch);
            tell(shown, watch.tally());
        }
        return 0;
    }

    private PacketWatches.Watch begin(List<PacketFilter> filters) {
        try {
            return watches.begin(filters, rate, this::take);
        } catch (IllegalStateException e) {
            throw CommandFailed.failed(
                            String.valueOf(e.getMessage()),
                            "vibrissa status; vibrissa pipeline list")
                    .causedBy(e);
        }
    }

    private void take(VibPathRecord way) {
        if (!arrived.offer(way)) {
            notTaken.incrementAndGet();
        }
    }

    private long show(PacketWatches.Watch watch) throws IOException {
        WayReader reader = readers.get();
        Pace pace = new Pace(rate, System::nanoTime);
        long shown = 0;
        long kept = System.nanoTime();
        while (!invocation.cancelled() && (count == 0 || shown < count)) {
            VibPathRecord way = next();
            long now = System.nanoTime();
            if (TimeUnit.NANOSECONDS.toMillis(now - kept) >= TICK_MS) {
                watch.keep();
                kept = now;
            }
            if (way == null) {
                continue;
            }
            if (pace.allows()) {
                print(reader.read(way, wallClock(way.time())));
                shown++;
            } else {
                notTaken.incrementAndGet();
            }
        }
        return shown;
    }

    /** The next way, null when there is none for a while or the client is gone. */
    private VibPathRecord next() {
        try {
            return arrived.poll(TICK_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The client's signal; cancelled() tells.
            return null;
        }
    }

    /** The wall clock at a time of the kernel's, which nanoTime reads too. */
    private static long wallClock(long time) {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond())
                + now.getNano()
                - (System.nanoTime() - time);
    }

    /** A stream: as json one line each, as yaml one document each. */
    private void print(Way way) throws IOException {
        switch (invocation.format()) {
            case JSON -> invocation.out().println(JSON.writeValueAsString(way));
            case YAML -> {
                invocation.out().println("---");
                invocation.print(way, out -> {});
            }
            case TABLE -> WayText.print(way, invocation.out());
        }
        invocation.out().flush();
    }

    private void tell(long shown, PacketWatches.Tally tally) {
        if (invocation.format() == OutputFormat.TABLE) {
            invocation
                    .err()
                    .printf(
                            "%d shown of %d packets that matched; %d over the rate, %d lost%n",
                            shown, tally.matched(), tally.limited() + notTaken.get(), tally.lost());
        }
    }

    private List<PacketFilter> filters() {
        try {
            if (rate < 1 || rate > MOST_PER_SECOND) {
                throw new IllegalArgumentException("--rate is 1..1000, not " + rate);
            }
            if (count < 0) {
                throw new IllegalArgumentException("--count is 0 or more, not " + count);
            }
            List<PacketFilter> filters = new ArrayList<>();
            for (Optional<IpPrefix> from : prefixes(source)) {
                for (Optional<IpPrefix> to : prefixes(destination)) {
                    if (sameFamily(from, to)) {
                        filters.add(filter(from, to));
                    }
                }
            }
            if (filters.isEmpty()) {
                throw new IllegalArgumentException(
                        "source and destination have no address family in common");
            }
            return filters;
        } catch (IllegalArgumentException e) {
            throw CommandFailed.usage(String.valueOf(e.getMessage()), "vibrissa trace --help")
                    .causedBy(e);
        }
    }

    private List<Optional<IpPrefix>> prefixes(Optional<String> text) {
        return text.map(addresses::of)
                .map(found -> found.stream().map(Optional::of).toList())
                .orElse(List.of(Optional.empty()));
    }

    private static boolean sameFamily(Optional<IpPrefix> from, Optional<IpPrefix> to) {
        return from.isEmpty() || to.isEmpty() || from.get().isIpv6() == to.get().isIpv6();
    }

    private PacketFilter filter(Optional<IpPrefix> from, Optional<IpPrefix> to) {
        return new PacketFilter(
                from,
                to,
                protocol.map(text -> Protocol.parse(text).number()).orElse(0),
                sourcePort,
                destinationPort,
                device.map(this::ifindex).orElse(0),
                !oneWay);
    }

    private int ifindex(String name) {
        return netlink.own()
                .links()
                .find(name)
                .map(Link::index)
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no device \"" + name + "\""));
    }
}
