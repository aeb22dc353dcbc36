s/in.identity != config->vtep_vni/in.identity != (peer->vni ? peer->vni : config->vtep_vni)/
