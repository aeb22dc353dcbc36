package org.vibrissa.bench;

import java.nio.ByteBuffer;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.ObjectRequest;
import org.vibrissa.bpf.PlainCodecs;
import org.vibrissa.bpf.SkbContext;
import org.vibrissa.bpf.TestRunRequest;
import org.vibrissa.datapath.Chain;
import org.vibrissa.flow.internal.kernel.LiveFlow;

/** First packets of flows from alice to bob through the real root, each of another flow. */
final class NewFlows implements AutoCloseable {
    private static final int NEXT_SIZE = 24;
    private static final int MACS_AT = 8;
    private static final int MACS = 12;

    private final BpfObject object;
    private final byte[] frame = LiveFlow.frame(1, LiveFlow.SYN);

    NewFlows(LiveFlow flow) {
        object =
                flow.datapath()
                        .loader("org.vibrissa.bench", "1.0.0")
                        .load(ObjectRequest.of("bpf/newflows.bpf.o"));
        object.map("t_roots", PlainCodecs.U32, PlainCodecs.U32)
                .progArray()
                .set(0, flow.datapath().core().roots().get(Chain.EP));
        ByteBuffer next = ByteBuffer.allocate(NEXT_SIZE).put(MACS_AT, frame, 0, MACS);
        object.map("t_next", PlainCodecs.U32, PlainCodecs.bytes(NEXT_SIZE)).put(0, next);
    }

    /** So many new flows, as fast as they go. */
    void send(int count) {
        object.program("t_new_flow")
                .testRun(
                        TestRunRequest.of(frame)
                                .with(SkbContext.EMPTY.withIfindex(LiveFlow.LOOPBACK))
                                .repeated(count));
    }

    @Override
    public void close() {
        object.close();
    }
}
