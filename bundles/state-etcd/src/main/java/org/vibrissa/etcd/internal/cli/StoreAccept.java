package org.vibrissa.etcd.internal.cli;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.etcd.internal.EtcdComponent;
import org.vibrissa.etcd.internal.Link;
import org.vibrissa.etcd.internal.feed.Health;
import picocli.CommandLine.Command;

/** {@code vibrissa fleet store accept}. */
@Component(service = CommandProvider.class)
public final class StoreAccept extends StoreCommand {
    private final EtcdComponent etcd;

    @Activate
    public StoreAccept(@Reference EtcdComponent etcd) {
        super("fleet store accept", "vibrissa fleet store accept");
        this.etcd = etcd;
    }

    @Override
    public boolean structured() {
        return false;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(etcd, invocation);
    }

    @Command(
            description = {
                "Goes on with an etcd that is not the one this host knew: wiped, restored or"
                        + " another.",
                "What it has and what this host has are put together; nothing is deleted."
            })
    private record Run(EtcdComponent etcd, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            Link link =
                    etcd.link()
                            .orElseThrow(
                                    () ->
                                            CommandFailed.failed(
                                                    "this host does not use etcd",
                                                    "See vibrissa fleet store status."));
            if (link.health().of(Health.Topic.CHANGED).isEmpty()) {
                throw CommandFailed.failed(
                        "etcd is the one that this host knows: there is nothing to accept", "");
            }
            link.accept();
            invocation.out().println("what etcd has is accepted; see vibrissa fleet store status");
        }
    }
}
