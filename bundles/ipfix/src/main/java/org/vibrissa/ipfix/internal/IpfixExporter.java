package org.vibrissa.ipfix.internal;

import java.util.ArrayList;
import java.util.Dictionary;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.ComponentFactory;
import org.osgi.service.component.ComponentInstance;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.vibrissa.flow.FlowAccount;
import org.vibrissa.flow.FlowLog;
import org.vibrissa.flow.FlowNames;
import org.vibrissa.ipfix.internal.collector.Collector;
import org.vibrissa.ipfix.internal.collector.CollectorAddress;
import org.vibrissa.ipfix.internal.record.Wire;
import org.vibrissa.policy.PolicyRules;

/** The collectors of the configuration. A change touches only those that it names. */
@Component(service = IpfixExporter.class, immediate = true, configurationPid = IpfixSettings.PID)
public final class IpfixExporter {
    private static final Logger LOG = LoggerFactory.getLogger(IpfixExporter.class);

    private final FlowLog log;
    private final FlowNames names;
    private final PolicyRules rules;
    private final ComponentFactory<FlowAccount> accounts;
    private final Map<CollectorAddress, Running> running = new LinkedHashMap<>();
    private List<String> refused = List.of();

    private record Running(Collector collector, ComponentInstance<FlowAccount> account) {
        void end() {
            account.dispose();
            collector.close();
        }
    }

    @Activate
    public IpfixExporter(
            @Reference FlowLog log,
            @Reference FlowNames names,
            @Reference PolicyRules rules,
            @Reference(target = "(component.factory=" + CollectorAccount.FACTORY + ")")
                    ComponentFactory<FlowAccount> accounts,
            IpfixSettings settings) {
        this.log = log;
        this.names = names;
        this.rules = rules;
        this.accounts = accounts;
        modified(settings);
    }

    /** Follows the settings. */
    @Modified
    synchronized void modified(IpfixSettings settings) {
        Wire wire =
                new Wire(
                        settings.domain(),
                        settings.enterprise(),
                        settings.message_size(),
                        settings.template_interval());
        Set<CollectorAddress> wanted = addresses(settings.collectors());
        for (CollectorAddress address : List.copyOf(running.keySet())) {
            if (!wanted.contains(address)) {
                running.remove(address).end();
            }
        }
        Collector.retain(log, wanted);
        for (CollectorAddress address : wanted) {
            Running known = running.get(address);
            if (known == null) {
                running.put(address, start(address, wire));
            } else {
                known.collector().use(wire);
            }
        }
    }

    @Deactivate
    synchronized void deactivate() {
        running.values().forEach(Running::end);
        running.clear();
    }

    private Running start(CollectorAddress address, Wire wire) {
        Collector collector = new Collector(address, wire, log, names, rules);
        Dictionary<String, Object> properties =
                FrameworkUtil.asDictionary(Map.of(CollectorAccount.COLLECTOR, collector));
        return new Running(collector, accounts.newInstance(properties));
    }

    /** The collectors in force, in the order of the configuration. */
    public synchronized List<Collector> collectors() {
        return running.values().stream().map(Running::collector).toList();
    }

    /** What in the configuration names no collector, and why. */
    public synchronized List<String> refused() {
        return refused;
    }

    private Set<CollectorAddress> addresses(String[] texts) {
        Set<CollectorAddress> addresses = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            try {
                addresses.add(CollectorAddress.parse(text));
            } catch (IllegalArgumentException e) {
                LOG.error("ipfix.collectors: {}", e.getMessage());
                problems.add(e.getMessage());
            }
        }
        refused = List.copyOf(problems);
        return addresses;
    }
}
