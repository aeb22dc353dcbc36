package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vibrissa.lab.Reached.CONNECTED;
import static org.vibrissa.lab.Reached.FORBIDDEN;
import static org.vibrissa.lab.Reached.SILENT;
import static org.vibrissa.lab.StarWars.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Capture;
import org.vibrissa.lab.Cgroup;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.HttpServer;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Namespace;
import org.vibrissa.lab.Policies;
import org.vibrissa.lab.Reached;
import org.vibrissa.lab.Workload;

/** Processes of a cgroup, with the host's addresses, have a policy of their own. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class CgroupEndpointTest {
    private static final List<String> HOST = List.of("198.51.100.1", "2001:db8::1");
    private static final List<String> FRIEND = List.of("198.51.100.2", "2001:db8::2");
    private static final List<String> STRANGER = List.of("198.51.100.3", "2001:db8::3");
    private static final String WEB = "  endpointSelector: {matchLabels: {app: web}}\n";

    private Host host;
    private Cgroup web;
    private Namespace outside;
    private Policies policies;

    private void start(Lab lab) {
        host = lab.host("h");
        outside = lab.namespace("o");
        lab.join(
                host.namespace(),
                "up0",
                HOST.stream().map(CgroupEndpointTest::subnet).toList(),
                outside,
                "up0",
                List.of(
                        subnet(FRIEND.get(0)),
                        subnet(STRANGER.get(0)),
                        // The one that was added last is the kernel's choice as a source.
                        subnet(STRANGER.get(1)),
                        subnet(FRIEND.get(1))));
        web = Cgroup.make(lab, "web", host.namespace());
        host.start();
        Capture.start(lab, host.namespace());
        policies = Policies.of(host);
        for (int family : new int[] {0, 1}) {
            HttpServer.start(lab, outside, FRIEND.get(family));
            HttpServer.start(lab, outside, STRANGER.get(family));
            HttpServer.start(lab, web, HOST.get(family));
        }
        host.apply(
                "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata:\n  name: web\n"
                        + "  labels: {app: web}\nspec:\n  kind: cgroup\n  cgroup: "
                        + web.folder()
                        + "\n");
        Await.until(
                "the cgroup is an endpoint",
                Duration.ofSeconds(30),
                () ->
                        host.cli("get", "endpoint", "web", "-o", "json")
                                .json()
                                .at("/status/phase")
                                .asText()
                                .equals("Ready"),
                () -> host.cli("get", "endpoint", "web", "-o", "yaml") + host.logTail());
    }

    private static String subnet(String address) {
        return address + (address.contains(":") ? "/64" : "/24");
    }

    private void calls(List<String> to, Reached outcome) {
        to.forEach(address -> outcome.expect(web, address, 80));
    }

    /** A refusal has its flow event, as any dropped packet has. */
    private void awaitTold(String... filter) {
        List<String> words = new ArrayList<>(List.of("observe", "--verdict", "DROPPED"));
        words.addAll(List.of(filter));
        words.addAll(List.of("--last", "100", "-o", "compact"));
        Await.until(
                "a flow of " + String.join(" ", filter),
                Duration.ofSeconds(30),
                () -> host.cli(words.toArray(String[]::new)).out().contains("DROPPED"),
                () ->
                        host.cli("observe", "--last", "20")
                                + host.cli("flows", "ledger").out()
                                + host.logTail());
    }

    private void isCalled(Reached outcome) {
        HOST.forEach(address -> outcome.expect(outside, address, 80));
    }

    @Test
    void isJudgedWhereItsSocketsAre(Lab lab) {
        start(lab);
        Workload empire = host.workload("empire").label("org", "empire").join();
        Workload alliance = host.workload("alliance").label("org", "alliance").join();
        calls(STRANGER, CONNECTED);
        isCalled(CONNECTED);

        policies.apply(
                policy(
                        "out",
                        WEB
                                + """
                                  egress:
                                  - toCIDR: [198.51.100.2/32, "2001:db8::2/128"]
                                    toPorts: [{ports: [{port: "80", protocol: TCP}]}]
                                """));
        calls(FRIEND, CONNECTED);
        calls(STRANGER, FORBIDDEN);
        FORBIDDEN.expect(web, FRIEND.get(0), 81);
        awaitTold("--from-pod", "default/web", "--to-ip", FRIEND.get(0), "--to-port", "81");
        isCalled(CONNECTED);
        STRANGER.forEach(address -> CONNECTED.expect(host.namespace(), address, 80));

        policies.apply(policy("in", WEB + "  ingress: [{}]\n"));
        isCalled(SILENT);
        FRIEND.forEach(from -> awaitTold("--to-pod", "default/web", "--from-ip", from));
        calls(FRIEND, CONNECTED);
        policies.apply(
                policy(
                        "in",
                        WEB
                                + """
                                  ingress:
                                  - fromCIDR: [198.51.100.2/32, "2001:db8::2/128"]
                                  - fromEndpoints: [{matchLabels: {org: empire}}]
                                """));
        isCalled(CONNECTED);
        HOST.forEach(address -> CONNECTED.expect(empire.namespace(), address, 80));
        HOST.forEach(address -> SILENT.expect(alliance.namespace(), address, 80));

        host.kill();
        calls(STRANGER, FORBIDDEN);
        host.start();
        FORBIDDEN.expect(web, FRIEND.get(0), 82);
        awaitTold("--from-pod", "default/web", "--to-port", "82");
        assertEquals(
                0,
                host.cli("flows", "ledger", "-o", "json")
                        .expectOk()
                        .json()
                        .path("difference")
                        .asLong(-1));
        calls(STRANGER, FORBIDDEN);
        calls(FRIEND, CONNECTED);
        policies.clear();
        calls(STRANGER, CONNECTED);
        policies.apply(policy("none", WEB + "  egress: [{}]\n"));
        calls(FRIEND, FORBIDDEN);
        host.cli("delete", "endpoint", "web").expectOk();
        calls(STRANGER, CONNECTED);
    }
}
