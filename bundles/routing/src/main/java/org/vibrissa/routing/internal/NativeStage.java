package org.vibrissa.routing.internal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.bpf.BpfLoader;
import org.vibrissa.bpf.BpfMap;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.datapath.Claim;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.Pipeline;
import org.vibrissa.datapath.Slots;
import org.vibrissa.node.ForwardMode;
import org.vibrissa.routing.internal.bpf.NativeCount;
import org.vibrissa.routing.internal.bpf.Node;
import org.vibrissa.routing.internal.bpf.NodeKey;

/** The stage in slot 22 and its maps, loaded when it is first needed. Not thread safe. */
final class NativeStage implements Stage {
    private static final String OBJECT = "bpf/native.bpf.o";
    private static final String PROGRAM = "vib_stage_native";
    private static final String OWNER = "org.vibrissa.routing";
    private static final String WAYS = "vib_native_ways";
    private static final String SENT = "vib_native_sent";
    private static final int SCHEMA = 1;

    private record Live(
            BpfObject object,
            Claim claim,
            BpfMap<NodeKey, Node> ways,
            BpfMap<Integer, NativeCount> sent) {}

    private final BpfLoader loader;
    private final Pipeline pipeline;
    private Optional<Live> live = Optional.empty();

    NativeStage(BpfLoader loader, Pipeline pipeline) {
        this.loader = loader;
        this.pipeline = pipeline;
    }

    @Override
    public boolean inherited() {
        return pipeline.slots().stream()
                .anyMatch(
                        slot -> slot.owner().equals(OWNER) && slot.slot() == Slots.FORWARD_NATIVE);
    }

    @Override
    public void claim() {
        if (live.isPresent()) {
            return;
        }
        BpfObject object = loader.load(ObjectRequest.of(OBJECT).survive(WAYS, SENT));
        try {
            live =
                    Optional.of(
                            new Live(
                                    object,
                                    pipeline.claim(new ClaimRequest(object, PROGRAM)),
                                    object.map(WAYS, NodeKey.CODEC, Node.CODEC),
                                    object.map(SENT, PlainCodecs.U32, NativeCount.CODEC)));
        } finally {
            if (live.isEmpty()) {
                object.close();
            }
        }
    }

    @Override
    public void waysOfIpv6(Map<Integer, List<Way>> wanted) {
        live.ifPresent(now -> write(now.ways(), wanted));
    }

    private static void write(BpfMap<NodeKey, Node> ways, Map<Integer, List<Way>> wanted) {
        Map<Integer, Node> there = new HashMap<>();
        ways.forEach((key, value) -> there.put(key.id(), value));
        wanted.forEach(
                (id, each) -> {
                    Node value = NodeWays.record(each);
                    if (!value.equals(there.get(id))) {
                        ways.put(new NodeKey(id), value);
                    }
                });
        Set<Integer> stale = new HashSet<>(there.keySet());
        stale.removeAll(wanted.keySet());
        stale.forEach(id -> ways.delete(new NodeKey(id)));
    }

    @Override
    public ForwardMode.Traffic traffic() {
        NativeCount sum =
                live.flatMap(now -> now.sent().perCpu().fold(0, NativeStage::plus))
                        .orElse(NativeCount.ZERO);
        return new ForwardMode.Traffic(sum.packets(), sum.bytes(), 0, 0);
    }

    private static NativeCount plus(NativeCount a, NativeCount b) {
        return new NativeCount(a.packets() + b.packets(), a.bytes() + b.bytes());
    }

    @Override
    public void release() {
        live.ifPresent(
                now -> {
                    now.claim().release();
                    now.object().close();
                });
        live = Optional.empty();
        loader.unpin(WAYS, SCHEMA);
        loader.unpin(SENT, SCHEMA);
    }
}
