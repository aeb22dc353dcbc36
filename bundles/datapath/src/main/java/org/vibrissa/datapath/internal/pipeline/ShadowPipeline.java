package org.vibrissa.datapath.internal.pipeline;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.bpf.MapSpec;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.internal.bpf.Config;
import org.vibrissa.datapath.internal.bpf.Endpoint;
import org.vibrissa.datapath.internal.bpf.EndpointKey;
import org.vibrissa.datapath.internal.bpf.Scratch;
import org.vibrissa.datapath.internal.bpf.Trace;
import org.vibrissa.datapath.internal.core.CoreObjects;
import org.vibrissa.datapath.internal.core.CoreTables;
import org.vibrissa.datapath.internal.core.LiveConfig;
import org.vibrissa.datapath.internal.core.Words;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.net.MacAddress;

/**
 * A private copy of the whole pipeline with maps of its own and two endpoints, for test runs. What
 * happens in it reaches neither traffic nor the live maps.
 */
final class ShadowPipeline implements AutoCloseable {
    static final InetAddress ALICE4 = IpAddresses.parse("192.0.2.1");
    static final InetAddress BOB4 = IpAddresses.parse("192.0.2.2");
    static final InetAddress ALICE6 = IpAddresses.parse("2001:db8::1");
    static final InetAddress BOB6 = IpAddresses.parse("2001:db8::2");
    static final MacAddress ALICE_MAC = MacAddress.parse("02:00:5e:00:53:01");
    static final MacAddress BOB_MAC = MacAddress.parse("02:00:5e:00:53:02");
    static final MacAddress HOST_MAC = MacAddress.parse("02:00:5e:00:53:ff");

    /** The loopback device: in every network namespace, and what a test run uses by default. */
    private static final int LOOPBACK = 1;

    private static final int MAP_LIMIT = 256;
    private static final int MARK = 0x76696200;

    private final Deque<BpfObject> objects = new ArrayDeque<>();
    private final Map<String, BpfMap<?, ?>> maps = new HashMap<>();
    private final Map<Chain, BpfProgram> roots = new HashMap<>();
    private final CoreTables tables;

    ShadowPipeline(CoreObjects core) {
        try {
            BpfObject shared = add(core.tablesObject().shadow(Map.of(), MAP_LIMIT));
            tables = CoreTables.of(shared);
            for (MapSpec map : shared.spec().maps()) {
                maps.put(map.name(), untyped(shared, map));
            }
            configure();
            BpfObject root = copy(core.rootObject());
            for (Chain chain : List.of(Chain.EP, Chain.NET, Chain.HOST)) {
                roots.put(chain, root.program("vib_root_" + chain.label()));
            }
            for (BpfObject stage : core.stageObjects().values()) {
                BpfObject copy = copy(stage);
                for (ContractNote note : copy.spec().notes()) {
                    put(StageContract.of(copy.spec(), note), copy);
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Walks a packet; {@code retval} is what the root returned. */
    Outcome run(Chain chain, byte[] packet) {
        var result =
                roots.get(chain)
                        .testRun(TestRunRequest.of(packet).with(SkbContext.EMPTY.withMark(MARK)));
        for (Scratch scratch : tables.scratch().perCpu().get(0).orElse(List.of())) {
            Trace trace = scratch.trace();
            if (trace.id() == MARK) {
                clearTraces();
                return new Outcome(result.retval(), trace);
            }
        }
        throw new IllegalStateException("a test run left no trace in vib_scratch");
    }

    /** What a walk left. */
    record Outcome(int retval, Trace trace) {}

    private void clearTraces() {
        var perCpu = tables.scratch().perCpu();
        perCpu.put(0, java.util.Collections.nCopies(perCpu.cpus(), Scratch.ZERO));
    }

    /** Puts a stage of a copy into its slots. */
    void put(StageContract contract, BpfObject object) {
        for (Chain chain : contract.chains()) {
            tables.chains()
                    .get(chain)
                    .progArray()
                    .set(contract.slot(), object.program(contract.program()));
            Config config = tables.config().get(0).orElseThrow();
            int bits = config.slots()[chain.ordinal()] | 1 << contract.slot();
            tables.config().put(0, LiveConfig.withSlots(config, chain, bits));
        }
    }

    /** A second instance of an object, over our maps. */
    BpfObject copy(BpfObject object) {
        Map<String, BpfMap<?, ?>> used = new HashMap<>(maps);
        used.keySet().retainAll(object.spec().maps().stream().map(MapSpec::name).toList());
        return add(object.shadow(used, MAP_LIMIT));
    }

    private BpfObject add(BpfObject object) {
        objects.push(object);
        return object;
    }

    private static BpfMap<?, ?> untyped(BpfObject object, MapSpec map) {
        return object.map(
                map.name(), PlainCodecs.bytes(map.keySize()), PlainCodecs.bytes(map.valueSize()));
    }

    private void configure() {
        tables.config()
                .put(
                        0,
                        Config.ZERO
                                .withAbi(1)
                                .withHostIfindex(LOOPBACK)
                                .withHostMac(HOST_MAC.toBytes())
                                .withTraceMark(MARK));
        endpoint(1, ALICE4, ALICE_MAC);
        endpoint(1, ALICE6, ALICE_MAC);
        endpoint(2, BOB4, BOB_MAC);
        endpoint(2, BOB6, BOB_MAC);
    }

    private void endpoint(int id, InetAddress address, MacAddress mac) {
        tables.endpoints()
                .put(
                        new EndpointKey(Words.family(address), Words.of(address)),
                        new Endpoint(
                                id,
                                256 + id,
                                LOOPBACK,
                                1,
                                0,
                                mac.toBytes(),
                                HOST_MAC.toBytes(),
                                1500));
    }

    @Override
    public void close() {
        while (!objects.isEmpty()) {
            objects.pop().close();
        }
    }
}
