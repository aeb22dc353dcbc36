package org.vibrissa.hubble.internal.filter;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/**
 * Fields about DNS, HTTP, services and names. Flows of this datapath have none of these yet, so
 * they match nothing; what is written wrong is refused all the same.
 */
final class Layer7Tests {
    private static final int L7 = 129;
    private static final int LONGEST_REGEX = 1024;
    private static final Pattern STATUS = Pattern.compile("[1-5][0-9]{2}|[1-5][0-9]?\\+");

    private Layer7Tests() {}

    static void check(FlowFilter filter) throws FilterRejected {
        for (String status : filter.getHttpStatusCodeList()) {
            if (!STATUS.matcher(status).matches()) {
                throw new FilterRejected(
                        "http_status_code", status, "wanted is such as 404, 40+ or 4+");
            }
        }
        regexes("dns_query", filter.getDnsQueryList());
        regexes("http_path", filter.getHttpPathList());
        regexes("http_url", filter.getHttpUrlList());
        for (String name : filter.getSourceFqdnList()) {
            NamePattern.compile("source_fqdn", name, name);
        }
        for (String name : filter.getDestinationFqdnList()) {
            NamePattern.compile("destination_fqdn", name, name);
        }
        services("source_service", filter.getSourceServiceList());
        services("destination_service", filter.getDestinationServiceList());
        onlyOfLayer7(filter);
    }

    static void add(FlowFilter filter, List<FlowTest> tests) {
        boolean asked =
                http(filter)
                        || filter.getDnsQueryCount() > 0
                        || filter.getSourceFqdnCount() > 0
                        || filter.getDestinationFqdnCount() > 0
                        || filter.getSourceServiceCount() > 0
                        || filter.getDestinationServiceCount() > 0
                        || filter.getTraceIdCount() > 0;
        if (asked) {
            tests.add(flow -> false);
        }
    }

    private static boolean http(FlowFilter filter) {
        return filter.getHttpStatusCodeCount() > 0
                || filter.getHttpMethodCount() > 0
                || filter.getHttpPathCount() > 0
                || filter.getHttpUrlCount() > 0
                || filter.getHttpHeaderCount() > 0;
    }

    /** A filter that could never match is a mistake, and is told. */
    private static void onlyOfLayer7(FlowFilter filter) throws FilterRejected {
        if (http(filter)
                && filter.getEventTypeCount() > 0
                && filter.getEventTypeList().stream().noneMatch(type -> type.getType() == L7)) {
            throw new FilterRejected(
                    "event_type",
                    Integer.toString(filter.getEventType(0).getType()),
                    "filtering by http requires the event type filter to match 'l7' events");
        }
    }

    private static void regexes(String field, List<String> texts) throws FilterRejected {
        for (String text : texts) {
            if (text.length() > LONGEST_REGEX) {
                throw new FilterRejected(
                        field,
                        text.substring(0, 40) + "...",
                        "is longer than " + LONGEST_REGEX + " characters");
            }
            try {
                Pattern.compile(text);
            } catch (PatternSyntaxException e) {
                throw new FilterRejected(
                        field, text, "is no regular expression: " + e.getDescription());
            }
        }
    }

    private static void services(String field, List<String> names) throws FilterRejected {
        for (String name : names) {
            NamespacedName.parse(field, name);
        }
    }
}
