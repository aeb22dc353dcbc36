package org.vibrissa.bench;

import java.nio.ByteBuffer;
import org.vibrissa.bench.bpf.BenchFlow;
import org.vibrissa.bpf.RecordConsumer;

/** Decodes every field of a flow event, so that none can be skipped, and checks their order. */
final class FlowSum implements RecordConsumer {
    private long events;
    private long last;
    private long lost;
    private long sum;

    @Override
    public void accept(ByteBuffer b, int at, int length) {
        if (length != BenchFlow.SIZE) {
            throw new IllegalStateException("event of " + length + " bytes");
        }
        long number = BenchFlow.number(b, at);
        long missing = BenchFlow.lost(b, at);
        if (number - last != 1 + missing - lost) {
            throw new IllegalStateException(
                    "event " + number + " after " + last + ", lost " + (missing - lost));
        }
        last = number;
        lost = missing;
        events++;
        long decoded =
                BenchFlow.timeNs(b, at)
                        + BenchFlow.hash(b, at)
                        + BenchFlow.sport(b, at)
                        + BenchFlow.dport(b, at)
                        + BenchFlow.family(b, at)
                        + BenchFlow.proto(b, at)
                        + BenchFlow.direction(b, at)
                        + BenchFlow.verdict(b, at)
                        + BenchFlow.reason(b, at)
                        + BenchFlow.mtu(b, at)
                        + BenchFlow.srcId(b, at)
                        + BenchFlow.dstId(b, at)
                        + BenchFlow.epId(b, at)
                        + BenchFlow.ifindex(b, at)
                        + BenchFlow.len(b, at)
                        + BenchFlow.flags(b, at)
                        + BenchFlow.group(b, at)
                        + BenchFlow.node(b, at)
                        + BenchFlow.tcpFlags(b, at)
                        + BenchFlow.icmpType(b, at)
                        + BenchFlow.chain(b, at)
                        + BenchFlow.slot(b, at)
                        + BenchFlow.policyId(b, at);
        for (int i = 0; i < 4; i++) {
            decoded += BenchFlow.saddr(b, at, i) + BenchFlow.daddr(b, at, i);
        }
        for (int i = 0; i < 6; i++) {
            decoded += BenchFlow.smac(b, at, i) + BenchFlow.dmac(b, at, i);
        }
        sum += decoded;
    }

    /** Events decoded. */
    long events() {
        return events;
    }

    /** Events the program could not send, up to the last one decoded. */
    long lost() {
        return lost;
    }

    /** Number of the last event. */
    long last() {
        return last;
    }

    /** Sum of all fields: keeps the decoding alive. */
    long sum() {
        return sum;
    }
}
