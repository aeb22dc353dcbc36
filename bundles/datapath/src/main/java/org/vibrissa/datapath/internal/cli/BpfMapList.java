package org.vibrissa.datapath.internal.cli;

import java.util.Locale;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.vibrissa.bpf.BpfInventory;
import org.vibrissa.bpf.BpfInventory.MapItem;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.control.Invocation;
import org.vibrissa.control.Table;
import picocli.CommandLine.Command;

/** {@code vibrissa bpf map list}. */
@Component(service = CommandProvider.class)
public final class BpfMapList extends BpfCommand {
    private final BpfInventory inventory;

    @Activate
    public BpfMapList(@Reference BpfInventory inventory) {
        super("map", "list", "Maps of all bundles");
        this.inventory = inventory;
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public Object command(Invocation invocation) {
        return new Run(inventory, invocation);
    }

    @Command(description = "Lists the maps in use, who owns them and who else may use them.")
    private record Run(BpfInventory inventory, Invocation invocation) implements Runnable {
        @Override
        public void run() {
            invocation.print(
                    Table.of(inventory.maps())
                            .column("ID", "id", map -> map.info().id())
                            .column("NAME", "name", map -> map.info().name())
                            .column("TYPE", "type", Run::type)
                            .column("KEY\nBYTES", "keyBytes", map -> map.info().keySize())
                            .column("VALUE\nBYTES", "valueBytes", map -> map.info().valueSize())
                            .column("ENTRIES\n(MAX)", "maxEntries", map -> map.info().maxEntries())
                            .column("SCHEMA", "schema", map -> map.info().schema())
                            .column("OWNER", "owner", MapItem::owner)
                            .column("USERS", "users", MapItem::users)
                            .column("PIN", "pin", map -> map.info().pin())
                            .detail("flags", map -> map.info().flags())
                            .whenEmpty("No map is in use."));
        }

        private static String type(MapItem map) {
            return map.info().type().name().toLowerCase(Locale.ROOT);
        }
    }
}
