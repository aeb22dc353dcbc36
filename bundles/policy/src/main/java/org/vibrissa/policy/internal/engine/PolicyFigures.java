package org.vibrissa.policy.internal.engine;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.metrics.MetricFamily;
import org.vibrissa.metrics.MetricSink;
import org.vibrissa.metrics.MetricSource;
import org.vibrissa.policy.internal.kernel.PolicyMaps;
import org.vibrissa.policy.internal.rule.Direction;

/** How much policy there is, where it is enforced, and how fast it changes. */
@Component
public final class PolicyFigures implements MetricSource {
    private static final MetricFamily POLICIES =
            MetricFamily.gauge("vibrissa_policy", "Policy documents that are declared.")
                    .like("cilium_policy");
    private static final MetricFamily LACKING =
            MetricFamily.gauge(
                    "vibrissa_policy_not_in_force",
                    "Policy documents that are not in force, or not wholly.");
    private static final MetricFamily REVISION =
            MetricFamily.gauge(
                            "vibrissa_policy_max_revision",
                            "Revision of the policies in force; rises with each change.")
                    .like("cilium_policy_max_revision");
    private static final MetricFamily ENFORCEMENT =
            MetricFamily.gauge(
                            "vibrissa_policy_endpoint_enforcement_status",
                            "Endpoints by the directions in which policy is enforced: none, ingress,"
                                    + " egress, both, and the same with audit- where it only"
                                    + " reports.",
                            "enforcement")
                    .like("cilium_policy_endpoint_enforcement_status");
    private static final MetricFamily ROWS =
            MetricFamily.gauge("vibrissa_policy_rows", "Rows of the policy map that are in use.");
    private static final MetricFamily CAPACITY =
            MetricFamily.gauge("vibrissa_policy_rows_capacity", "Rows that the map holds at most.");
    private static final MetricFamily SETS =
            MetricFamily.gauge(
                    "vibrissa_policy_sets", "Different sets of rows that endpoints share.");
    private static final MetricFamily SELECTORS =
            MetricFamily.gauge("vibrissa_policy_selectors", "Different selectors in use.");
    private static final MetricFamily REJECTIONS =
            MetricFamily.counter(
                    "vibrissa_policy_rejections",
                    "Answers to senders whose packet was refused: sent, or not for being too many.",
                    "outcome");

    private final PolicyService service;
    private final PolicyMaps maps;

    @Activate
    public PolicyFigures(@Reference PolicyService service, @Reference PolicyMaps maps) {
        this.service = service;
        this.maps = maps;
    }

    @Override
    public List<MetricFamily> families() {
        return List.of(
                POLICIES,
                LACKING,
                REVISION,
                ENFORCEMENT,
                ROWS,
                CAPACITY,
                SETS,
                SELECTORS,
                REJECTIONS,
                PolicyThread.DURATION);
    }

    @Override
    public void collect(MetricSink sink) {
        PolicyService.Facts facts = service.facts();
        sink.put(POLICIES, facts.policies());
        sink.put(LACKING, facts.lacking());
        sink.put(REVISION, service.rules().revision());
        sink.put(ROWS, facts.usage().rows());
        sink.put(CAPACITY, facts.usage().capacity());
        sink.put(SETS, facts.usage().sets());
        sink.put(SELECTORS, facts.usage().selectors());
        enforcement().forEach((word, count) -> sink.put(ENFORCEMENT, count, word));
        PolicyMaps.Rejections rejections = maps.rejections();
        sink.put(REJECTIONS, rejections.sent(), "sent");
        sink.put(REJECTIONS, rejections.limited(), "limited");
        service.durations().tell(sink);
    }

    private Map<String, Long> enforcement() {
        Map<String, Long> counts = new TreeMap<>();
        long enforced = 0;
        for (Map.Entry<Integer, SetKey> endpoint : service.inForce().entrySet()) {
            String word = word(endpoint.getValue());
            if (endpoint.getKey() != PolicyMaps.HOST && !word.isEmpty()) {
                counts.merge(word, 1L, Long::sum);
                enforced++;
            }
        }
        counts.put("none", Math.max(0, service.endpoints() - enforced));
        return counts;
    }

    private static String word(SetKey key) {
        boolean ingress = key.enforced().contains(Direction.INGRESS);
        boolean egress = key.enforced().contains(Direction.EGRESS);
        String word = ingress && egress ? "both" : ingress ? "ingress" : egress ? "egress" : "";
        return key.flags().auditOnly() && !word.isEmpty() ? "audit-" + word : word;
    }
}
