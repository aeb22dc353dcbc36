package org.vibrissa.hubble.internal.filter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.TextFormat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.expression.FlowExpressions;
import org.vibrissa.hubble.internal.made.MadeNames;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.view.FlowView;
import org.vibrissa.hubble.proto.flow.FlowFilter;

/** Each field of the filter: what it matches, what it does not, and what it refuses. */
final class FlowFiltersTest {
    private static FlowFilter filter(String text) throws Exception {
        return TextFormat.parse(text, FlowFilter.class);
    }

    private static boolean admits(String text, MadeEvent event) throws Exception {
        return filters(List.of(filter(text)), List.of()).admits(view(event));
    }

    private static FlowFilters filters(List<FlowFilter> whitelist, List<FlowFilter> blacklist)
            throws FilterRejected {
        return FlowFilters.of(whitelist, blacklist, MadeSource.scope(new FlowExpressions()));
    }

    private static FlowView view(MadeEvent event) {
        return new FlowView(new MadeNames(), MadeSource.ORIGIN).at(event.read());
    }

    /** The deathstar (10.0.0.1:40000) begins a TCP connection with the xwing (10.0.0.2:80). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source_ip: '10.0.0.1' | true",
                "source_ip: '10.0.0.2' | false",
                "source_ip: ['10.9.0.0/16', '10.0.0.0/24'] | true",
                "source_ip: '0.0.0.0/0' | true",
                "source_ip: '::/0' | false",
                "destination_ip: '10.0.0.2/32' | true",
                "destination_ip: '10.0.0.0/31' | false",
                "source_ip_xlated: '10.0.0.1' | false",
                "ip_version: IPv4 | true",
                "ip_version: [IPv6, IP_NOT_USED] | false",
                "source_pod: 'empire/death' | true",
                "source_pod: 'empire/' | true",
                "source_pod: '/deathstar-1' | true",
                "source_pod: 'deathstar-1' | false",
                "source_pod: 'alliance/' | false",
                "destination_pod: 'alliance/xwing' | true",
                "source_service: 'empire/deathstar' | false",
                "source_fqdn: '*.empire.example' | false",
                "source_workload: { name: 'deathstar-1.service' } | true",
                "source_workload: { kind: 'Unit' } | true",
                "source_workload: { kind: 'VM' } | false",
                "destination_workload: { name: 'xwing-1.service' kind: 'Unit' } | true",
                "source_cluster_name: 'default' | true",
                "source_cluster_name: 'other' | false",
                "source_label: 'org=empire' | true",
                "source_label: 'any:org=empire' | true",
                "source_label: 'k8s:org=empire' | true",
                "source_label: 'reserved:org=empire' | false",
                "source_label: 'org==empire,class=deathstar' | true",
                "source_label: 'org=empire,class=xwing' | false",
                "source_label: ['org=alliance', 'class=deathstar'] | true",
                "source_label: 'org!=empire' | false",
                "source_label: 'rank!=high' | true",
                "source_label: 'org in (empire, hutts)' | true",
                "source_label: 'org notin (empire)' | false",
                "source_label: 'org' | true",
                "source_label: '!org' | false",
                "source_label: '!rank' | true",
                "destination_label: 'class=xwing' | true",
                "traffic_direction: INGRESS | true",
                "traffic_direction: EGRESS | false",
                "verdict: FORWARDED | true",
                "verdict: [DROPPED, AUDIT] | false",
                "drop_reason_desc: POLICY_DENIED | false",
                "interface: { name: 'lxc11' } | true",
                "interface: { index: 11 } | true",
                "interface: { index: 11 name: 'eth0' } | false",
                "event_type: { type: 4 } | true",
                "event_type: { type: 4 match_sub_type: true } | true",
                "event_type: { type: 4 match_sub_type: true sub_type: 3 } | false",
                "event_type: { match_sub_type: true } | true",
                "event_type: { type: 1 } | false",
                "http_status_code: '404' | false",
                "http_method: 'GET' | false",
                "http_path: '/api/.*' | false",
                "http_url: 'http://x' | false",
                "http_header: { key: 'a' value: 'b' } | false",
                "dns_query: '.*example.*' | false",
                "protocol: 'tcp' | true",
                "protocol: ['UDP', 'TCP'] | true",
                "protocol: 'icmp' | false",
                "protocol: 'http' | false",
                "source_port: '40000' | true",
                "destination_port: ['443', '80'] | true",
                "destination_port: '8080' | false",
                "reply: false | true",
                "reply: true | false",
                "source_identity: 1001 | true",
                "source_identity: [1, 2] | false",
                "destination_identity: 1002 | true",
                "tcp_flags: { SYN: true } | true",
                "tcp_flags: { SYN: true ACK: true } | false",
                "tcp_flags: { } | true",
                "tcp_flags: { NS: true } | false",
                "node_name: 'tatooine' | true",
                "node_name: 'tat*' | true",
                "node_name: 'default/tatooine' | true",
                "node_name: 'other/' | false",
                "node_name: 'hoth' | false",
                "node_labels: 'rack=r1' | true",
                "node_labels: 'rack=r2' | false",
                "trace_id: 'abc' | false",
                "ip_trace_id: 5 | false",
                "encrypted: true | false",
                "encrypted: false | true",
                "uuid: 'no-uuid' | false",
                "source_identity: 1001 destination_port: '80' verdict: FORWARDED | true",
                "source_identity: 1001 destination_port: '81' | false",
                " | true",
            })
    void matches(String text, boolean expected) throws Exception {
        assertEquals(expected, admits(text == null ? "" : text, MadeEvent.trace()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source_ip: '10.0.0.0/99' | source_ip | 10.0.0.0/99",
                "source_ip: 'deathstar' | source_ip | deathstar",
                "destination_ip: '10.0.0.256' | destination_ip | 10.0.0.256",
                "source_ip_xlated: 'x' | source_ip_xlated | x",
                "source_pod: '' | source_pod | ''",
                "destination_service: '' | destination_service | ''",
                "source_fqdn: 'a b' | source_fqdn | a b",
                "source_cluster_name: '' | source_cluster_name | ''",
                "source_label: 'org=' | - | -",
                "source_label: 'org in empire' | source_label | org in empire",
                "source_label: 'planet:org=x' | source_label | planet:org=x",
                "destination_label: 'a b' | destination_label | a b",
                "destination_label: ',' | destination_label | ','",
                "node_labels: '=x' | node_labels | =x",
                "http_status_code: '42' | http_status_code | 42",
                "http_status_code: '4++' | http_status_code | 4++",
                "protocol: 'tpc' | protocol | tpc",
                "source_port: '80-90' | source_port | 80-90",
                "destination_port: '65536' | destination_port | 65536",
                "dns_query: '(' | dns_query | (",
                "http_path: '[' | http_path | [",
                "http_url: '*' | http_url | *",
                "node_name: 'a/b/c' | node_name | a/b/c",
                "node_name: 'a$' | node_name | a$",
                "http_method: 'GET' event_type: { type: 4 } | event_type | 4",
            })
    void namesWhatItCannotUnderstand(String text, String field, String value) throws Exception {
        FlowFilter wrong = filter(text);
        if (field.equals("-")) {
            filters(List.of(wrong), List.of());
            return;
        }
        FilterRejected refused =
                assertThrows(FilterRejected.class, () -> filters(List.of(), List.of(wrong)));
        String begin = "blacklist[0]." + field + ": \"" + value + "\": ";
        assertTrue(refused.getMessage().startsWith(begin), refused.getMessage());
    }

    @Test
    void knowsAllFortyFields() throws Exception {
        List<String> untested = new ArrayList<>();
        var cases =
                FlowFiltersTest.class
                        .getDeclaredMethod("matches", String.class, boolean.class)
                        .getAnnotation(CsvSource.class)
                        .value();
        for (var field : FlowFilter.getDescriptor().getFields()) {
            String name = field.getName();
            boolean named = List.of(cases).stream().anyMatch(each -> each.contains(name + ":"));
            // The other end is tested by the one, and expressions in ExpressionFiltersTest.
            boolean mirrored = name.startsWith("destination_") || name.equals("experimental");
            if (!named && !mirrored) {
                untested.add(name);
            }
        }
        assertEquals(41, FlowFilter.getDescriptor().getFields().size());
        assertEquals(List.of(), untested);
    }

    @Test
    void aListMeansAnyAndTheBlacklistWins() throws Exception {
        FlowFilter tcp = filter("protocol: 'tcp'");
        FlowFilter udp = filter("protocol: 'udp'");
        FlowFilter port = filter("destination_port: '80'");
        FlowView flow = view(MadeEvent.trace());
        assertTrue(filters(List.of(), List.of()).admits(flow));
        assertTrue(filters(List.of(udp, tcp), List.of()).admits(flow));
        assertFalse(filters(List.of(udp), List.of()).admits(flow));
        assertFalse(filters(List.of(tcp), List.of(udp, port)).admits(flow));
        assertTrue(filters(List.of(tcp), List.of(udp)).admits(flow));
        assertTrue(filters(List.of(), List.of()).admitsAll());
        assertFalse(filters(List.of(tcp), List.of()).admitsAll());
    }

    @Test
    void findsAnEventByItsName() throws Exception {
        assertTrue(admits("uuid: '" + MadeSource.UUIDS.of(0) + "'", MadeEvent.trace()));
        assertFalse(admits("uuid: '" + MadeSource.UUIDS.of(1) + "'", MadeEvent.trace()));
    }

    @Test
    void aDropIsTheFirstPacketAndNoReply() throws Exception {
        assertTrue(admits("reply: false", MadeEvent.drop(133)));
        assertFalse(admits("reply: true", MadeEvent.drop(133)));
        assertTrue(admits("drop_reason_desc: POLICY_DENIED", MadeEvent.drop(133)));
        assertFalse(admits("drop_reason_desc: POLICY_DENIED", MadeEvent.drop(132)));
        assertTrue(
                admits(
                        "event_type: { type: 1 match_sub_type: true sub_type: 133 }",
                        MadeEvent.drop(133)));
    }

    @Test
    void whatIsUnknownMatchesNoReply() throws Exception {
        assertFalse(admits("reply: false", MadeEvent.trace().reason(0)));
        assertFalse(admits("reply: true", MadeEvent.trace().reason(0)));
        assertTrue(admits("reply: true", MadeEvent.trace().reply()));
    }

    @Test
    void comparesIpv6() throws Exception {
        MadeEvent event = MadeEvent.trace().from("fd00:1::5", 1).to("fd00:2::5", 2);
        assertTrue(admits("source_ip: 'fd00:1::/64'", event));
        assertTrue(admits("source_ip: 'fd00:1:0:0::5'", event), "another spelling of the same");
        assertFalse(admits("source_ip: 'fd00:2::/64'", event));
        assertTrue(admits("destination_ip: 'fd00:2::4/127'", event));
        assertFalse(admits("destination_ip: '0.0.0.0/0'", event));
        assertTrue(admits("ip_version: IPv6", event));
    }

    @Test
    void thePortsOfAPacketWithoutPortsMatchNothing() throws Exception {
        assertFalse(admits("source_port: '0'", MadeEvent.trace().icmp(8, 0)));
        assertTrue(admits("protocol: 'icmpv4'", MadeEvent.trace().icmp(8, 0)));
        assertFalse(admits("tcp_flags: { }", MadeEvent.trace().protocol(17)));
    }

    @Test
    void remembersOfWhomItSaidWhat() throws Exception {
        FlowFilters filters = filters(List.of(filter("source_label: 'org=empire'")), List.of());
        MadeNames names = new MadeNames();
        FlowView view = new FlowView(names, MadeSource.ORIGIN);
        for (int i = 0; i < 3; i++) {
            assertTrue(filters.admits(view.at(MadeEvent.trace().read())));
            assertFalse(filters.admits(view.at(MadeEvent.trace().identities(1002, 1).read())));
            assertFalse(filters.admits(view.at(MadeEvent.trace().identities(2, 1).read())));
        }
    }
}
