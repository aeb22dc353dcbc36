package org.vibrissa.policy.reference;

import java.util.ArrayList;
import java.util.List;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.reference.Answer.Verdict;

/** Judges one packet by looking at every rule of every policy. */
public final class Evaluator {
    private final Settings settings;

    public Evaluator(Settings settings) {
        this.settings = settings;
    }

    /** What happens: policies in audit do not count. */
    public Answer enforced(Question question, List<Policy> policies) {
        List<Policy> counting = new ArrayList<>();
        for (Policy policy : policies) {
            if (!policy.audit()) {
                counting.add(policy);
            }
        }
        return judge(question, counting);
    }

    /** What would happen if no policy were in audit. */
    public Answer audited(Question question, List<Policy> policies) {
        return judge(question, policies);
    }

    private Answer judge(Question question, List<Policy> policies) {
        if (settings.mode() == Settings.Mode.NEVER) {
            return new Answer(Verdict.ALLOW, List.of());
        }
        boolean mustBeAllowed = settings.mode() == Settings.Mode.ALWAYS && !question.ofHost();
        List<Rule> allowing = new ArrayList<>();
        List<Rule> denying = new ArrayList<>();
        for (Policy policy : policies) {
            if (policy.ofNodes() != question.ofHost()
                    || !LabelMatch.selects(policy.subject(), question.subject())) {
                continue;
            }
            if (policy.defaultDeny().contains(question.direction())) {
                mustBeAllowed = true;
            }
            for (Rule rule : policy.rules()) {
                if (applies(rule, question)) {
                    (rule.deny() ? denying : allowing).add(rule);
                }
            }
        }
        if (!denying.isEmpty()) {
            return new Answer(Verdict.DENY_RULE, denying);
        }
        if (!allowing.isEmpty() || !mustBeAllowed || hostReachesItsOwn(question)) {
            return new Answer(Verdict.ALLOW, allowing);
        }
        return new Answer(Verdict.DENY_DEFAULT, List.of());
    }

    private boolean hostReachesItsOwn(Question question) {
        return settings.fromHost()
                && !question.ofHost()
                && question.direction() == org.vibrissa.policy.internal.rule.Direction.INGRESS
                && PeerSense.isThisHost(question.peer());
    }

    private static boolean applies(Rule rule, Question question) {
        if (rule.direction() != question.direction()) {
            return false;
        }
        if (rule.waitsFor().isPresent() && !rule.deny()) {
            return false;
        }
        return PeerSense.anyMeans(rule.peers(), question) && PortSense.anyHas(rule, question);
    }
}
