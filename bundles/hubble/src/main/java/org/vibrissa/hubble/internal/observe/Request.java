package org.vibrissa.hubble.internal.observe;

import com.google.protobuf.FieldMask;
import java.time.Clock;
import java.util.List;
import org.vibrissa.hubble.internal.print.Look;
import org.vibrissa.hubble.proto.observer.GetAgentEventsRequest;
import org.vibrissa.hubble.proto.observer.GetFlowsRequest;

/** Makes requests of options. */
final class Request {
    /** As many as Hubble shows when nothing else is asked for. */
    private static final long DEFAULT_LAST = 20;

    /** What the forms for people show; a server need not make the rest. */
    private static final List<String> SHOWN =
            List.of(
                    "time",
                    "verdict",
                    "ethernet",
                    "IP",
                    "l4",
                    "source.identity",
                    "source.namespace",
                    "source.pod_name",
                    "destination.identity",
                    "destination.namespace",
                    "destination.pod_name",
                    "Type",
                    "node_name",
                    "l7",
                    "event_type",
                    "source_names",
                    "destination_names",
                    "source_service",
                    "destination_service",
                    "traffic_direction",
                    "policy_match_type",
                    "debug_capture_point",
                    "sock_xlate_point",
                    "auth_type",
                    "is_reply",
                    "ip_trace_id",
                    "Summary");

    private static final List<String> POLICIES =
            List.of(
                    "egress_allowed_by",
                    "ingress_allowed_by",
                    "egress_denied_by",
                    "ingress_denied_by");

    private Request() {}

    /**
     * For flows.
     *
     * @param mask fields that the user names; only for JSON
     * @param ofFile whether a file is read, which has no "last 20"
     * @throws IllegalArgumentException naming options that contradict each other
     */
    static GetFlowsRequest flows(
            SelectorOptions options,
            Filters filters,
            Look look,
            List<String> mask,
            boolean ofFile,
            Clock clock) {
        check(options);
        GetFlowsRequest.Builder request =
                GetFlowsRequest.newBuilder()
                        .setFollow(options.follow)
                        .setFirst(options.first > 0)
                        .setNumber(number(options, ofFile))
                        .addAllWhitelist(filters.white())
                        .addAllBlacklist(filters.black());
        if (!options.since.isEmpty()) {
            request.setSince(When.parse(options.since, clock));
        }
        if (!options.until.isEmpty() && !options.follow) {
            request.setUntil(When.parse(options.until, clock));
        }
        if (look.form() != Look.Form.JSON) {
            if (!mask.isEmpty()) {
                throw new IllegalArgumentException("--field-mask goes with -o json alone");
            }
            FieldMask.Builder shown = FieldMask.newBuilder().addAllPaths(SHOWN);
            request.setFieldMask(look.policyNames() ? shown.addAllPaths(POLICIES) : shown);
        } else if (!mask.isEmpty()) {
            request.setFieldMask(FieldMask.newBuilder().addAllPaths(mask));
        }
        return request.build();
    }

    /** For what daemons did; as {@link #flows}. */
    static GetAgentEventsRequest agentEvents(SelectorOptions options, Clock clock) {
        check(options);
        GetAgentEventsRequest.Builder request =
                GetAgentEventsRequest.newBuilder()
                        .setFollow(options.follow)
                        .setFirst(options.first > 0)
                        .setNumber(number(options, false));
        if (!options.since.isEmpty()) {
            request.setSince(When.parse(options.since, clock));
        }
        if (!options.until.isEmpty() && !options.follow) {
            request.setUntil(When.parse(options.until, clock));
        }
        return request.build();
    }

    private static void check(SelectorOptions options) {
        refuse(options.first > 0 && options.last > 0, "--first", "--last");
        refuse(options.first > 0 && options.all, "--first", "--all");
        refuse(options.first > 0 && options.follow, "--first", "--follow");
        refuse(options.last > 0 && options.all, "--last", "--all");
        if (options.first < 0 || options.last < 0) {
            throw new IllegalArgumentException("--first and --last take numbers from 1 on");
        }
    }

    private static void refuse(boolean both, String one, String other) {
        if (both) {
            throw new IllegalArgumentException("cannot set both " + one + " and " + other);
        }
    }

    private static long number(SelectorOptions options, boolean ofFile) {
        if (options.first > 0) {
            return options.first;
        }
        boolean timed = !options.since.isEmpty() || !options.until.isEmpty();
        if (options.all && !timed) {
            return -1;
        }
        boolean plain = options.last == 0 && !options.follow && !timed && !ofFile;
        return plain ? DEFAULT_LAST : options.last;
    }
}
