package org.vibrissa.policy.internal.explain;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.ReservedIdentity;
import org.vibrissa.policy.internal.engine.EngineSettings;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.PeerMatch;
import org.vibrissa.policy.internal.engine.PortNames;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.explain.Judgement.Mismatch;
import org.vibrissa.policy.internal.explain.Judgement.Weighed;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Rule;

/** Walks rules one after the other, as a reader of the documents would. */
public final class Judge {
    private final List<Policy> policies;
    private final EngineSettings settings;
    private final NamedPorts others;

    /**
     * A judge by these policies, in order.
     *
     * @param others names of ports of all endpoints, for rules of egress
     */
    public Judge(List<Policy> policies, EngineSettings settings, NamedPorts others) {
        this.policies = List.copyOf(policies);
        this.settings = settings;
        this.others = others;
    }

    /**
     * What the policies of one end say.
     *
     * @param subject that end
     * @param peer the other one
     */
    public Judgement judge(Subject subject, Direction direction, Identity peer, Packet packet) {
        NamedPorts names = new PortNames(subject.ports(), others).of(direction);
        List<Policy> selecting = new ArrayList<>();
        List<Weighed> weighed = new ArrayList<>();
        Set<Direction> enforced = EnumSet.noneOf(Direction.class);
        Optional<Rule> allows = Optional.empty();
        Optional<Rule> denies = Optional.empty();
        if (settings.mode() != EngineSettings.Mode.NEVER) {
            if (settings.mode() == EngineSettings.Mode.ALWAYS && !subject.ofHost()) {
                enforced.add(direction);
            }
            for (Policy policy : policies) {
                if (policy.ofNodes() != subject.ofHost()
                        || !policy.subject().matches(subject.labels())) {
                    continue;
                }
                selecting.add(policy);
                if (!policy.audit()) {
                    enforced.addAll(policy.defaultDeny());
                }
                for (Rule rule : policy.rules()) {
                    if (rule.direction() == direction) {
                        Weighed one = weigh(rule, peer, packet, names);
                        weighed.add(one);
                        if (one.matches() && !policy.audit()) {
                            denies = rule.deny() ? denies.or(() -> Optional.of(rule)) : denies;
                            allows = rule.deny() ? allows : allows.or(() -> Optional.of(rule));
                        }
                    }
                }
            }
        }
        boolean isEnforced = enforced.contains(direction);
        boolean besides =
                isEnforced
                        && (isFromHost(subject, direction, peer)
                                || isHostPath(subject, peer, packet));
        return new Judgement(
                direction,
                denies.isPresent()
                        ? Verdict.DENIED_BY_RULE
                        : verdict(allows.isPresent() || besides, isEnforced),
                selecting,
                denies.isPresent() ? denies : allows,
                weighed);
    }

    private static Verdict verdict(boolean allowed, boolean enforced) {
        if (allowed) {
            return Verdict.ALLOWED;
        }
        return enforced ? Verdict.DENIED_BY_DEFAULT : Verdict.NOT_ENFORCED;
    }

    private boolean isFromHost(Subject subject, Direction direction, Identity peer) {
        return settings.fromHost()
                && !subject.ofHost()
                && direction == Direction.INGRESS
                && peer.number() == ReservedIdentity.HOST.number();
    }

    private boolean isHostPath(Subject subject, Identity peer, Packet packet) {
        return subject.ofHost()
                && peer.labels().isReserved(ReservedIdentity.REMOTE_NODE.text())
                && packet.protocol() == Protocol.UDP.number()
                && settings.paths().tunnelPorts().contains(packet.port());
    }

    private static Weighed weigh(Rule rule, Identity peer, Packet packet, NamedPorts names) {
        List<Mismatch> wrong = new ArrayList<>();
        if (rule.peers().stream().noneMatch(each -> PeerMatch.means(each, peer))) {
            wrong.add(Mismatch.PEER);
        }
        if (rule.ports().stream().noneMatch(each -> matches(each, packet, names))) {
            wrong.add(Mismatch.PORT);
        }
        if (rule.waitsFor().isPresent() && !rule.deny()) {
            wrong.add(Mismatch.WAITS);
        }
        return new Weighed(rule, wrong);
    }

    private static boolean matches(PortMatch match, Packet packet, NamedPorts names) {
        if (match instanceof PortMatch.Ports ports) {
            return ports.matches(packet.protocol(), packet.port());
        }
        PortMatch.Named named = (PortMatch.Named) match;
        return named.protocol().number() == packet.protocol()
                && names.of(named).contains(packet.port());
    }
}
