package org.vibrissa.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vibrissa.datapath.PolicyVerdict;
import org.vibrissa.identity.Identity;
import org.vibrissa.identity.Label;
import org.vibrissa.identity.LabelSource;
import org.vibrissa.identity.Labels;
import org.vibrissa.policy.internal.engine.Engine;
import org.vibrissa.policy.internal.engine.KernelRows;
import org.vibrissa.policy.internal.engine.NamedPorts;
import org.vibrissa.policy.internal.engine.RuleBook;
import org.vibrissa.policy.internal.engine.Subject;
import org.vibrissa.policy.internal.kernel.LivePolicy;
import org.vibrissa.policy.internal.kernel.PolicyProbe;
import org.vibrissa.policy.internal.rule.Direction;
import org.vibrissa.policy.internal.rule.Origin;
import org.vibrissa.policy.internal.rule.Peer;
import org.vibrissa.policy.internal.rule.Policy;
import org.vibrissa.policy.internal.rule.PolicyName;
import org.vibrissa.policy.internal.rule.PortMatch;
import org.vibrissa.policy.internal.rule.Protocol;
import org.vibrissa.policy.internal.rule.Requirement;
import org.vibrissa.policy.internal.rule.Rule;
import org.vibrissa.policy.internal.rule.Selector;
import org.vibrissa.state.ResourceKey;

/**
 * The policy engine and the kernel's maps with simulated endpoints: 500 apps of 20 identities each,
 * 1000 endpoints here, one policy of 10 rules an app. Everything from nothing, then one change
 * after the other until the kernel gives the new verdict.
 */
final class PolicyUpdate {
    private static final int APPS = 500;
    private static final int IDENTITIES = 10_000;
    private static final int ENDPOINTS = 1_000;
    private static final int RULES = 10;
    private static final int PORT = 8000;
    private static final int CHANGED_PORT = 9000;
    private static final int ROOM = 1 << 21;

    private final Figures figures = new Figures("policy-update");
    private final List<Double> enforced = new ArrayList<>();

    private PolicyUpdate() {}

    public static void main(String[] args) throws IOException {
        int rounds = Integer.parseInt(args[0]);
        int changes = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("vibrissa-update");
        try {
            new PolicyUpdate().run(rounds, changes, folder);
        } finally {
            Scratch.delete(folder);
        }
    }

    private void run(int rounds, int changes, Path folder) throws IOException {
        for (int round = 0; round < rounds; round++) {
            try (LivePolicy policy = new LivePolicy(folder.resolve("r" + round), ROOM)) {
                Engine engine = fromNothing(policy.rows());
                if (round == rounds - 1) {
                    one(engine, policy, changes);
                    figures.add("rows", "rows", (double) engine.usage().rows());
                    figures.add("sets", "sets", engine.usage().sets());
                    figures.add("rss_mib", "MiB", rss());
                }
            }
        }
        Collections.sort(enforced);
        int p99 = (int) Math.ceil(enforced.size() * 0.99) - 1;
        figures.add("enforce_ms_p99", "ms", enforced.get(p99));
        figures.write(Optional.empty());
    }

    private Engine fromNothing(KernelRows kernel) {
        Engine engine = new Engine(kernel, new RuleBook());
        long start = System.nanoTime();
        List<Identity> identities = new ArrayList<>();
        for (int i = 0; i < IDENTITIES; i++) {
            identities.add(identity(i));
        }
        engine.identities(identities, List.of());
        Map<ResourceKey, List<Policy>> policies = new LinkedHashMap<>();
        for (int app = 0; app < APPS; app++) {
            policies.put(key(app), List.of(policy(app, PORT)));
        }
        engine.policies(policies, List.of());
        for (int i = 0; i < ENDPOINTS; i++) {
            engine.endpoint(1 + i, subject(i), false);
        }
        engine.complete();
        figures.add("full_compute_ms", "ms", millis(start));
        return engine;
    }

    private void one(Engine engine, LivePolicy kernel, int changes) {
        for (int i = 0; i < changes; i++) {
            int app = i % APPS;
            int port = CHANGED_PORT + (i / APPS) * RULES;
            long start = System.nanoTime();
            engine.policies(Map.of(key(app), List.of(policy(app, port))), List.of());
            expect(kernel, 1 + app, number(peer(app, 0)), port);
            note("policy_ms", start);
            engine.sweep();

            int fresh = IDENTITIES + i;
            start = System.nanoTime();
            engine.identities(List.of(identity(fresh)), List.of());
            engine.endpoint(1 + ENDPOINTS + i, subject(fresh), false);
            expect(
                    kernel,
                    1 + ENDPOINTS + i,
                    number(peer(fresh % APPS, 0)),
                    portNow(i, fresh % APPS));
            note("endpoint_ms", start);
        }
    }

    /** The port of rule 0 of an app's policy after its change in this step or an earlier one. */
    private static int portNow(int step, int app) {
        int changed = step - Math.floorMod(step - app, APPS);
        return changed < 0 ? PORT : CHANGED_PORT + (changed / APPS) * RULES;
    }

    private void note(String key, long start) {
        double millis = millis(start);
        figures.add(key, "ms", millis);
        enforced.add(millis);
    }

    private static void expect(LivePolicy kernel, int endpoint, int peer, int port) {
        PolicyProbe.Question question =
                new PolicyProbe.Question(
                        endpoint, 0, peer, Direction.INGRESS, Protocol.TCP.number(), port);
        PolicyVerdict verdict = kernel.ask(List.of(question)).get(0).verdict();
        if (verdict != PolicyVerdict.ALLOWED) {
            throw new IllegalStateException("the kernel says " + verdict + " to " + question);
        }
    }

    private static int number(int index) {
        return Identity.FLEET_FIRST + index;
    }

    private static Labels labels(int index) {
        return Labels.of(
                Label.namespace("default"),
                Label.any("app", "a" + index % APPS),
                Label.any("instance", "i" + index),
                Label.any("tier", "t" + index % 5));
    }

    private static Identity identity(int index) {
        return new Identity(number(index), labels(index));
    }

    private static Subject subject(int index) {
        return new Subject(labels(index), false, false, NamedPorts.NONE);
    }

    /** The index of some identity that rule {@code rule} of an app's policy means. */
    private static int peer(int app, int rule) {
        return (app * 7 + rule * 13) % APPS;
    }

    private static ResourceKey key(int app) {
        return new ResourceKey("CiliumNetworkPolicy", "default", "app-" + app);
    }

    private static Selector app(int app) {
        return new Selector(
                List.of(
                        new Requirement.In(
                                new Requirement.Key(LabelSource.K8S, Label.NAMESPACE),
                                Set.of("default")),
                        new Requirement.In(
                                new Requirement.Key(LabelSource.ANY, "app"), Set.of("a" + app))));
    }

    private static Policy policy(int app, int port) {
        PolicyName name = new PolicyName("CiliumNetworkPolicy", "default", "app-" + app, -1);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            rules.add(
                    new Rule(
                            new Origin(name, "spec.ingress[" + i + "]", "", 0),
                            Direction.INGRESS,
                            false,
                            List.of(new Peer.Endpoints(app(peer(app, i)))),
                            List.of(PortMatch.one(Protocol.TCP, port + i)),
                            Optional.empty()));
        }
        return new Policy(
                name, false, app(app), Set.of(Direction.INGRESS), rules, false, List.of(), "", "");
    }

    private static double millis(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static double rss() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no VmRSS"));
    }
}
