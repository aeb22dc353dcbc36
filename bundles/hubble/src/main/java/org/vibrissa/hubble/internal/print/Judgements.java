package org.vibrissa.hubble.internal.print;

import java.util.List;
import java.util.Locale;
import org.vibrissa.hubble.proto.flow.AuthType;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Layer7;
import org.vibrissa.hubble.proto.flow.Policy;
import org.vibrissa.hubble.proto.flow.TrafficDirection;
import org.vibrissa.hubble.proto.flow.Verdict;

/** What happened to a flow, in words: type, verdict and summary. */
final class Judgements {
    private final boolean policyNames;
    private final Colours colours;

    Judgements(boolean policyNames, Colours colours) {
        this.policyNames = policyNames;
        this.colours = colours;
    }

    /** Such as {@code to-endpoint}, {@code Policy denied}, {@code policy-verdict:L3-L4 INGRESS}. */
    static String type(Flow flow) {
        if (flow.hasL7()) {
            return layer7(flow.getL7());
        }
        int subType = flow.getEventType().getSubType();
        return switch (flow.getEventType().getType()) {
            case EventTypes.TRACE -> EventTypes.point(subType);
            case EventTypes.DROP -> DropWords.of(subType);
            case EventTypes.POLICY_VERDICT ->
                    "policy-verdict:"
                            + EventTypes.match(flow.getPolicyMatchType())
                            + " "
                            + flow.getTrafficDirection();
            case EventTypes.CAPTURE -> flow.getDebugCapturePoint().toString();
            case EventTypes.TRACE_SOCK -> flow.getSockXlatePoint().toString();
            default -> "UNKNOWN";
        };
    }

    private static String layer7(Layer7 layer) {
        String type = layer.getType().toString().toLowerCase(Locale.ROOT);
        return switch (layer.getRecordCase()) {
            case HTTP -> "http-" + type;
            case DNS -> "dns-" + type + " " + layer.getDns().getObservationSource();
            case KAFKA -> "kafka-" + type;
            case RECORD_NOT_SET -> "l7-" + type;
        };
    }

    /** {@code FORWARDED} and the like; of a policy verdict {@code ALLOWED} and the like. */
    String verdict(Flow flow) {
        Verdict verdict = flow.getVerdict();
        boolean ofPolicy = flow.getEventType().getType() == EventTypes.POLICY_VERDICT;
        String name = verdict.toString();
        return switch (verdict) {
            case FORWARDED, REDIRECTED ->
                    colours.good(ofPolicy ? "ALLOWED" + by(flow, true) : name);
            case DROPPED, ERROR -> colours.bad(ofPolicy ? "DENIED" + by(flow, false) : name);
            case AUDIT -> colours.notable(ofPolicy ? "AUDITED" + by(flow, false) : name);
            case TRACED, TRANSLATED -> colours.notable(name);
            default -> name;
        };
    }

    private String by(Flow flow, boolean allowed) {
        if (!policyNames) {
            return "";
        }
        TrafficDirection direction = flow.getTrafficDirection();
        if (direction == TrafficDirection.EGRESS) {
            return by(allowed ? flow.getEgressAllowedByList() : flow.getEgressDeniedByList());
        }
        return direction == TrafficDirection.INGRESS
                ? by(allowed ? flow.getIngressAllowedByList() : flow.getIngressDeniedByList())
                : "";
    }

    private static String by(List<Policy> policies) {
        StringBuilder text = new StringBuilder();
        for (Policy policy : policies) {
            if (!policy.getKind().isEmpty() && !policy.getName().isEmpty()) {
                text.append(text.isEmpty() ? " BY " : ", ")
                        .append(Harmless.text(policy.getName()))
                        .append(" (")
                        .append(Harmless.text(policy.getKind()))
                        .append(')');
            }
        }
        return text.toString();
    }

    /** The last layer in words. */
    @SuppressWarnings("deprecation") // the summary is what Hubble prints
    String summary(Flow flow) {
        StringBuilder text = new StringBuilder();
        if (flow.hasIpTraceId() && flow.getIpTraceId().getTraceId() != 0) {
            text.append("IP Trace ID: ")
                    .append(Long.toUnsignedString(flow.getIpTraceId().getTraceId()))
                    .append("; ");
        }
        text.append(Harmless.text(flow.getSummary()));
        AuthType auth = flow.getAuthType();
        if (auth != AuthType.DISABLED) {
            String name = auth.toString();
            text.append("; ")
                    .append(
                            auth == AuthType.TEST_ALWAYS_FAIL
                                    ? colours.bad(name)
                                    : colours.good(name));
        }
        return text.toString();
    }
}
