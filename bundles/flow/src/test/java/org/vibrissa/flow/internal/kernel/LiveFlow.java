package org.vibrissa.flow.internal.kernel;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.internal.bpf.Config;
import org.vibrissa.datapath.internal.bpf.Endpoint;
import org.vibrissa.datapath.internal.bpf.EndpointKey;
import org.vibrissa.datapath.internal.core.NotableMarks;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.datapath.internal.packet.PacketBuilder;
import org.vibrissa.datapath.internal.pipeline.LiveDatapath;
import org.vibrissa.flow.FlowLedger;
import org.vibrissa.flow.internal.ledger.Books;
import org.vibrissa.flow.internal.log.FlowMemory;
import org.vibrissa.flow.internal.reader.FlowReader;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/**
 * The flow bundle over the real kernel, without OSGi, with two endpoints on the loopback device:
 * alice (10.9.0.1, identity 1001, number 1) and bob (10.9.0.2, 1002, 2).
 */
public final class LiveFlow implements AutoCloseable {
    public static final InetAddress ALICE = IpAddresses.parse("10.9.0.1");
    public static final InetAddress BOB = IpAddresses.parse("10.9.0.2");

    /** Nobody has it: who sends from it is dropped. */
    public static final InetAddress NOBODY = IpAddresses.parse("10.9.0.9");

    public static final int DROP_OF_NOBODY = 132;

    public static final int SYN = 2;
    static final int ACK = 16;

    private static final String NAME = "org.vibrissa.flow";
    private static final MacAddress ALICE_MAC = MacAddress.parse("02:00:5e:00:53:01");
    private static final MacAddress BOB_MAC = MacAddress.parse("02:00:5e:00:53:02");
    private static final MacAddress HOST_MAC = MacAddress.parse("02:00:5e:00:53:ff");

    /** Of both endpoints. */
    public static final int LOOPBACK = 1;

    private static final int READY = 1;
    private static final int LOG_CAPACITY = (1 << 16) - 1;

    private final LiveDatapath datapath;
    private FlowMaps maps;
    private FlowStage stage;
    private FlowLevels levels;
    private FlowMemory log;
    private FlowReader reader;
    private NotableMarks marks;

    /**
     * Starts a first daemon.
     *
     * @param folder for the state of the datapath
     */
    public LiveFlow(Path folder, int ringSize) {
        datapath = new LiveDatapath(folder);
        put(ALICE, 1, 1001, ALICE_MAC);
        put(BOB, 2, 1002, BOB_MAC);
        datapath.config().update(c -> c.withHostMac(HOST_MAC.toBytes()));
        start("1.0.0", ringSize);
        startReader();
    }

    private void put(InetAddress address, int number, int identity, MacAddress mac) {
        datapath.core()
                .tables()
                .endpoints()
                .put(
                        new EndpointKey(4, Words.of(address)),
                        Endpoint.ZERO
                                .withEpId(number)
                                .withIdentity(identity)
                                .withIfindex(LOOPBACK)
                                .withFlags(READY)
                                .withMac(mac.toBytes())
                                .withNodeMac(HOST_MAC.toBytes()));
    }

    /** As an installation of this version; its reader is not started. */
    void start(String version, int ringSize) {
        BpfLoader loader = datapath.loader(NAME, version);
        maps = new FlowMaps(loader, ringSize);
        marks = new NotableMarks(datapath.config(), datapath.core());
        stage = new FlowStage(loader, datapath.pipelineOf(NAME, version), marks, maps);
        levels = new FlowLevels(maps, marks, settings("medium", 5, 0));
    }

    /** The reader of what was started last, with a log of its own. */
    public void startReader() {
        log = new FlowMemory(LOG_CAPACITY);
        reader = new FlowReader(maps, log);
    }

    /** Ends the reader as the bundle's stop does. */
    public void stopReader() {
        reader.close();
    }

    /** What it stands on. */
    public LiveDatapath datapath() {
        return datapath;
    }

    FlowStage stage() {
        return stage;
    }

    public FlowMaps maps() {
        return maps;
    }

    public FlowMemory log() {
        return log;
    }

    public FlowReader reader() {
        return reader;
    }

    Config config() {
        return datapath.config().get();
    }

    /** Settings of class live. */
    public void level(String aggregation, long intervalSeconds, int dropRate) {
        levels.apply(settings(aggregation, intervalSeconds, dropRate));
    }

    private static LevelSettings settings(String aggregation, long intervalSeconds, int rate) {
        Map<String, Object> values =
                Map.of(
                        "aggregation",
                        aggregation,
                        "interval",
                        Duration.ofSeconds(intervalSeconds).toNanos(),
                        "drop_rate",
                        rate);
        return LevelSettings.class.cast(
                Proxy.newProxyInstance(
                        LevelSettings.class.getClassLoader(),
                        new Class<?>[] {LevelSettings.class},
                        (self, method, arguments) -> values.get(method.getName())));
    }

    public FlowLedger.Balance balance() {
        return new Books(maps, reader, log, marks).balance();
    }

    /** A frame from alice to bob, as her endpoint sends it. */
    public static byte[] frame(int port, int flags) {
        return toBob(port, flags).build();
    }

    private static PacketBuilder toBob(int port, int flags) {
        return PacketBuilder.ethernet(HOST_MAC, ALICE_MAC).ip(ALICE, BOB).tcp(port, 80, flags);
    }

    /** A TCP packet from alice to bob. */
    void aliceToBob(int port, int flags) {
        run(toBob(port, flags), 1);
    }

    /** The other way. */
    void bobToAlice(int port, int flags) {
        run(PacketBuilder.ethernet(HOST_MAC, BOB_MAC).ip(BOB, ALICE).tcp(80, port, flags), 1);
    }

    /** Packets that are dropped, as fast as the kernel can. */
    public void drop(int times) {
        run(
                PacketBuilder.ethernet(HOST_MAC, ALICE_MAC).ip(NOBODY, BOB).udp(1, 2).payload(8),
                times);
    }

    private void run(PacketBuilder packet, int times) {
        datapath.core()
                .roots()
                .get(Chain.EP)
                .testRun(
                        TestRunRequest.of(packet.build())
                                .with(SkbContext.EMPTY.withIfindex(LOOPBACK))
                                .repeated(times));
    }

    @Override
    public void close() {
        reader.close();
        datapath.close();
    }
}
