package org.vibrissa.flow.internal.watch;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;
import org.vibrissa.datapath.Chain;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.datapath.Slots;
import org.vibrissa.flow.FlowParty;
import org.vibrissa.flow.internal.bpf.VibMeta;
import org.vibrissa.flow.internal.bpf.VibPathRecord;
import org.vibrissa.flow.internal.bpf.VibPathStep;
import org.vibrissa.flow.internal.names.StageOwners;
import org.vibrissa.net.IpAddresses;

/** Makes the kernel's record of a way readable. */
final class WayReader {
    private static final int INGRESS = 0;
    private static final int EGRESS = 1;
    private static final int NOTED = 0x80;
    private static final int DROPPED = 2;
    private static final int CONSUMED = 64;
    private static final int SHOT = 2;
    private static final int REDIRECT = 7;
    private static final long NANOS = 1_000_000_000L;

    /** What numbers stand for. */
    interface Names {
        FlowParty party(int endpoint, InetAddress address, int identity, long time);

        String device(int ifindex, long time);

        Optional<StageOwners.Standing> stage(int chain, int slot, long time);

        String dropReason(int number);
    }

    private final Names names;
    private final IntFunction<String> rules;

    /**
     * A reader.
     *
     * @param rules a rule's place by its number
     */
    WayReader(Names names, IntFunction<String> rules) {
        this.names = names;
        this.rules = rules;
    }

    /**
     * Reads one.
     *
     * @param timeNanos wall clock of the packet
     */
    Way read(VibPathRecord way, long timeNanos) {
        VibMeta meta = way.meta();
        Protocol protocol = Protocol.of(meta.l4proto());
        boolean ported = protocol.ports();
        return new Way(
                Instant.ofEpochSecond(timeNanos / NANOS, timeNanos % NANOS).toString(),
                end(
                        meta.family(),
                        meta.saddr(),
                        ported ? meta.sport() : 0,
                        meta.epId(),
                        meta.srcId(),
                        timeNanos),
                end(
                        meta.family(),
                        meta.daddr(),
                        ported ? meta.dport() : 0,
                        meta.dstEpId(),
                        meta.dstId(),
                        timeNanos),
                protocol.name(),
                protocol.detail(meta),
                Integer.toUnsignedLong(meta.len()),
                device(meta.ifindex(), timeNanos),
                way.cpu(),
                steps(way, timeNanos),
                policy(meta),
                verdict(meta),
                action(way.action()),
                way.action() == REDIRECT ? device(meta.outIfindex(), timeNanos) : "",
                meta.reason(),
                meta.reason() == 0 ? "" : names.dropReason(meta.reason()),
                Integer.toUnsignedLong(way.ns()));
    }

    private Way.End end(int family, int[] words, int port, int endpoint, int identity, long time) {
        if (family == 0) {
            return new Way.End("", 0, "", identity, List.of());
        }
        InetAddress address = Words.address(family, words);
        FlowParty party = names.party(endpoint, address, identity, time);
        return new Way.End(
                IpAddresses.format(address), port, name(party), party.identity(), party.labels());
    }

    private static String name(FlowParty party) {
        if (party.name().isEmpty()) {
            return party.workloadKind().equals("Host") ? party.node() : "";
        }
        return party.namespace().isEmpty() ? party.name() : party.namespace() + "/" + party.name();
    }

    private String device(int ifindex, long time) {
        return ifindex == 0 ? "" : names.device(ifindex, time);
    }

    /** Slot 28 wrote this down itself, and is left out. */
    private List<Way.Step> steps(VibPathRecord way, long time) {
        List<Way.Step> steps = new ArrayList<>();
        List<VibPathStep> all = way.step();
        int count = Math.min(way.count(), all.size());
        for (int i = 0; i < count; i++) {
            VibPathStep step = all.get(i);
            if (step.slot() == Slots.TRACE) {
                continue;
            }
            long until = i + 1 < count ? all.get(i + 1).ns() : way.ns();
            Optional<StageOwners.Standing> stage = names.stage(step.chain(), step.slot(), time);
            steps.add(
                    new Way.Step(
                            chain(step.chain()),
                            step.slot(),
                            Slots.name(step.slot()),
                            stage.map(StageOwners.Standing::program).orElse(""),
                            stage.map(StageOwners.Standing::owner).orElse(""),
                            Integer.toUnsignedLong((int) (until - step.ns()))));
        }
        return steps;
    }

    private static String chain(int number) {
        Chain[] chains = Chain.values();
        return number < chains.length ? chains[number].label() : "chain-" + number;
    }

    private List<Way.Word> policy(VibMeta meta) {
        List<Way.Word> words = new ArrayList<>();
        word(meta, EGRESS, "egress").ifPresent(words::add);
        word(meta, INGRESS, "ingress").ifPresent(words::add);
        return words;
    }

    private Optional<Way.Word> word(VibMeta meta, int end, String direction) {
        int said = Byte.toUnsignedInt(meta.policyVerdict()[end]);
        int verdict = said & ~NOTED;
        PolicyVerdict[] verdicts = PolicyVerdict.values();
        if (verdict == 0 || verdict >= verdicts.length) {
            return Optional.empty();
        }
        int rule = meta.policyRule()[end];
        return Optional.of(
                new Way.Word(
                        direction,
                        verdicts[verdict].name().toLowerCase(Locale.ROOT),
                        (said & NOTED) != 0,
                        rule == 0 ? "" : rules.apply(rule)));
    }

    private static String verdict(VibMeta meta) {
        return switch (meta.verdict()) {
            case DROPPED -> "dropped";
            case CONSUMED -> "consumed";
            default -> "forwarded";
        };
    }

    private static String action(int action) {
        return switch (action) {
            case SHOT -> "drop";
            case REDIRECT -> "redirect";
            default -> "pass";
        };
    }
}
