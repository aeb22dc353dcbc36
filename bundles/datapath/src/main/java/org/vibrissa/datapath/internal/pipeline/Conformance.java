package org.vibrissa.datapath.internal.pipeline;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.bpf.BpfObject;
import org.vibrissa.bpf.BpfProgram;
import org.vibrissa.bpf.ContractNote;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.ClaimRefused;
import org.vibrissa.datapath.ClaimRequest;
import org.vibrissa.datapath.internal.bpf.Trace;
import org.vibrissa.datapath.internal.bpf.TraceStep;

/**
 * Runs a candidate in a shadow of the pipeline. For each canned packet that passes its slot the
 * stage must be entered, and the walk must end as the contract says: by going on, by a counted drop
 * or by a finished action. A stage that just returns would end the walk of live packets silently.
 */
final class Conformance {
    private static final Logger LOG = LoggerFactory.getLogger(Conformance.class);
    private static final int VERDICT_DROPPED = 2;

    private final ShadowStock shadows;
    private final Set<Proven> proven = ConcurrentHashMap.newKeySet();

    private record Proven(String digest, String program) {}

    Conformance(ShadowStock shadows) {
        this.shadows = shadows;
    }

    /**
     * What has passed once passes again: the core's stages stay the same for this object's life.
     *
     * @throws ClaimRefused when it does not conform
     */
    void check(ClaimRequest request, StageContract contract) {
        BpfObject object = request.object();
        Proven asked = new Proven(object.digest(), contract.program());
        if (proven.contains(asked)) {
            return;
        }
        try (ShadowPipeline shadow = shadows.take()) {
            BpfObject copy = shadow.copy(object);
            check(shadow, copy, contract);
            proven.add(asked);
            proveOthers(shadow, copy, contract);
        }
    }

    /** Its other stages are claimed next, as a rule, and a shadow is dear. */
    private void proveOthers(ShadowPipeline shadow, BpfObject copy, StageContract but) {
        for (ContractNote note : copy.spec().notes()) {
            StageContract other = StageContract.of(copy.spec(), note);
            if (other.equals(but) || !copy.programNames().contains(other.program())) {
                continue;
            }
            try {
                check(shadow, copy, other);
            } catch (ClaimRefused e) {
                LOG.debug("it will be said to who claims {}", other.program(), e);
                return;
            }
            proven.add(new Proven(copy.digest(), other.program()));
        }
    }

    private static void check(ShadowPipeline shadow, BpfObject copy, StageContract contract) {
        BpfProgram program = copy.program(contract.program());
        if (!program.section().equals("tc")) {
            throw refused(contract, "it is in section " + program.section() + ", not tc");
        }
        List<CannedPackets.Canned> packets = CannedPackets.all();
        List<Trace> before =
                packets.stream().map(p -> shadow.run(p.chain(), p.frame()).trace()).toList();
        shadow.put(contract, copy);
        for (int i = 0; i < packets.size(); i++) {
            CannedPackets.Canned packet = packets.get(i);
            Trace after = shadow.run(packet.chain(), packet.frame()).trace();
            checkOne(contract, packet, before.get(i), after);
        }
    }

    private static void checkOne(
            StageContract contract, CannedPackets.Canned packet, Trace before, Trace after) {
        for (Chain chain : contract.chains()) {
            boolean passes = passes(before, chain, contract.slot());
            if (passes && !entered(after, chain, contract.slot())) {
                throw refused(
                        contract,
                        "%s passes its slot of chain %s but the stage was not entered"
                                .formatted(packet.name(), chain.label()));
            }
        }
        if (after.done() == 0) {
            TraceStep last = after.step().get(Math.max(0, after.count() - 1));
            throw refused(
                    contract,
                    ("%s: the walk ended in slot %d of chain %s without VIB_NEXT, VIB_FINISH or"
                                    + " VIB_DROP; live packets would vanish uncounted")
                            .formatted(
                                    packet.name(),
                                    last.slot(),
                                    Chain.values()[last.chain()].label()));
        }
        if (after.meta().verdict() == VERDICT_DROPPED && after.meta().reason() == 0) {
            throw refused(contract, packet.name() + " was dropped without a reason");
        }
    }

    private static boolean passes(Trace trace, Chain chain, int slot) {
        return steps(trace).stream()
                        .anyMatch(step -> step.chain() == chain.ordinal() && step.slot() > slot)
                && steps(trace).stream()
                        .noneMatch(step -> step.chain() == chain.ordinal() && step.slot() == slot);
    }

    private static boolean entered(Trace trace, Chain chain, int slot) {
        return steps(trace).stream()
                .anyMatch(step -> step.chain() == chain.ordinal() && step.slot() == slot);
    }

    private static List<TraceStep> steps(Trace trace) {
        return trace.step().subList(0, Math.min(trace.count(), trace.step().size()));
    }

    private static ClaimRefused refused(StageContract contract, String why) {
        return new ClaimRefused(
                ClaimRefused.Cause.CONFORMANCE,
                "program %s for slot %d failed conformance: %s"
                        .formatted(contract.program(), contract.slot(), why));
    }
}
