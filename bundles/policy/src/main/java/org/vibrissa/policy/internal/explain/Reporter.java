package org.vibrissa.policy.internal.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vibrissa.policy.internal.document.Meaning;
import org.vibrissa.policy.internal.engine.PolicyService;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.explain.Judgement.Mismatch;
import org.vibrissa.policy.internal.explain.Judgement.Weighed;
import org.vibrissa.policy.internal.kernel.PolicyProbe.Answer;
import org.vibrissa.policy.internal.kernel.PolicyProbe.Question;
import org.vibrissa.policy.internal.kernel.PolicyStage;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;

/** Judges both ends of a packet, asks the kernel the same, and says what would turn the verdict. */
final class Reporter {
    private final PolicyService service;
    private final PolicyStage stage;

    Reporter(PolicyService service, PolicyStage stage) {
        this.service = service;
        this.stage = stage;
    }

    /**
     * One end and what its policies say.
     *
     * @param strict what they would say if those for audit were enforced, too
     */
    private record End(Party party, Party other, Judgement judgement, Judgement strict) {
        static End of(
                Party party,
                Party other,
                Direction direction,
                Packet packet,
                Judge judge,
                Judge strict) {
            Subject subject = party.subject().orElseThrow();
            return new End(
                    party,
                    other,
                    judge.judge(subject, direction, other.identity(), packet),
                    strict.judge(subject, direction, other.identity(), packet));
        }

        /** Whether it passes only because a policy is for audit. */
        boolean noted() {
            return judgement.verdict().passes() && !strict.verdict().passes();
        }
    }

    TraceReport report(Party source, Party destination, Packet packet) {
        Judge judge =
                service.ask(
                        engine -> new Judge(engine.policies(), engine.settings(), engine.names()));
        boolean hostAudits = service.ask(engine -> engine.settings().audit());
        Judge strict =
                service.ask(
                        engine ->
                                new Judge(
                                        engine.policies().stream().map(Policy::enforced).toList(),
                                        engine.settings(),
                                        engine.names()));
        List<End> ends = new ArrayList<>();
        if (source.subject().isPresent()) {
            ends.add(End.of(source, destination, Direction.EGRESS, packet, judge, strict));
        }
        if (destination.subject().isPresent()) {
            ends.add(End.of(destination, source, Direction.INGRESS, packet, judge, strict));
        }
        List<String> kernel = new ArrayList<>();
        boolean agrees = true;
        for (End end : ends) {
            Optional<Answer> answer = ask(end, packet);
            if (answer.isPresent()) {
                kernel.add(describe(end, answer.get()));
                agrees &= answer.get().noted() || answer.get().passes() == passes(end);
            }
        }
        boolean passes = ends.stream().allMatch(Reporter::passes);
        boolean audited =
                ends.stream()
                        .filter(end -> !passes(end))
                        .allMatch(end -> hostAudits || end.party().subject().orElseThrow().audit());
        boolean noted = ends.stream().anyMatch(End::noted);
        return new TraceReport(
                source.describe(),
                destination.describe(),
                packet.toString(),
                passes && !noted ? "ALLOWED" : audited ? "AUDIT" : "DENIED",
                ends.stream().map(Reporter::step).toList(),
                ends.stream().flatMap(end -> changes(end, packet).stream()).toList(),
                kernel,
                agrees);
    }

    private Optional<Answer> ask(End end, Packet packet) {
        if (end.party().endpoint().isEmpty() || end.other().identity().number() == 0) {
            return Optional.empty();
        }
        Question question =
                new Question(
                        end.party().endpoint().getAsInt(),
                        0,
                        end.other().identity().number(),
                        end.judgement().direction(),
                        packet.protocol(),
                        packet.port());
        return Optional.of(stage.ask(List.of(question)).get(0));
    }

    private static boolean passes(End end) {
        return end.judgement().verdict().passes();
    }

    private String describe(End end, Answer answer) {
        String word =
                switch (answer.verdict()) {
                    case NONE -> "not enforced";
                    case ALLOWED -> "allowed";
                    case UNMATCHED -> "no row allows it";
                    case REFUSED -> "denied";
                };
        return end.judgement().direction().label()
                + " of "
                + end.party().name()
                + ": "
                + word
                + (answer.noted() ? ", audit: it passes" : "")
                + (answer.rule() == 0 ? "" : ", by " + service.rules().describe(answer.rule()));
    }

    private static TraceReport.Step step(End end) {
        Judgement judgement = end.judgement();
        return new TraceReport.Step(
                end.party().name(),
                judgement.direction().label(),
                judgement.verdict().name(),
                judgement.selecting().stream()
                        .map(policy -> policy.name() + (policy.audit() ? " (audit)" : ""))
                        .toList(),
                judgement.decided().map(rule -> rule.origin().toString()).orElse(""),
                end.noted() ? end.strict().verdict().name() : "",
                judgement.weighed().stream().map(Reporter::line).toList());
    }

    private static TraceReport.Line line(Weighed weighed) {
        return new TraceReport.Line(
                weighed.rule().origin().toString(),
                Meaning.of(weighed.rule()),
                weighed.matches(),
                weighed.wrong().stream().map(Mismatch::text).collect(Collectors.joining("; ")));
    }

    /** What would let it pass at an end that refuses it. */
    private static List<String> changes(End end, Packet packet) {
        Judgement judgement = end.noted() ? end.strict() : end.judgement();
        List<String> changes = new ArrayList<>();
        if (judgement.verdict() == Verdict.DENIED_BY_RULE) {
            judgement.weighed().stream()
                    .filter(weighed -> weighed.matches() && weighed.rule().deny())
                    .forEach(
                            weighed ->
                                    changes.add("without the denial " + weighed.rule().origin()));
        } else if (judgement.verdict() == Verdict.DENIED_BY_DEFAULT) {
            for (Weighed weighed : judgement.weighed()) {
                if (!weighed.rule().deny() && weighed.wrong().size() == 1) {
                    changes.add(
                            change(weighed.wrong().get(0), weighed.rule(), end, packet)
                                    + ": "
                                    + weighed.rule().origin());
                }
            }
            changes.add(
                    "with a rule of a policy that selects %s: %s %s on %s"
                            .formatted(
                                    end.party().name(),
                                    judgement.direction() == Direction.INGRESS
                                            ? "ingress from"
                                            : "egress to",
                                    end.other().name(),
                                    packet));
        }
        return changes;
    }

    private static String change(Mismatch wrong, Rule rule, End end, Packet packet) {
        return switch (wrong) {
            case PEER ->
                    "if %s were among %s"
                            .formatted(
                                    end.other().name(),
                                    rule.peers().isEmpty()
                                            ? "its peers (it has none)"
                                            : rule.peers().stream()
                                                    .map(Object::toString)
                                                    .collect(Collectors.joining(" or ")));
            case PORT -> "if it had " + packet;
            case WAITS -> "with the bundle " + rule.waitsFor().orElse("") + " it waits for";
        };
    }
}
