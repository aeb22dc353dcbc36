/** The gRPC services and what they listen on. */
package org.vibrissa.hubble.internal.serve;
