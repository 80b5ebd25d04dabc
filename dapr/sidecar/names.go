package main

import (
	"context"

	"github.com/dapr/components-contrib/nameresolution"
	"github.com/dapr/components-contrib/nameresolution/sqlite"
	"github.com/dapr/kit/logger"
)

// cacheableNames answers with lists of addresses. Dapr keeps those for some seconds, and forgets one that cannot be
// reached; without it, every call of a service asks the file first, which costs a third of the calls a second.
type cacheableNames struct {
	nameresolution.Resolver
}

// newCacheableNames is the resolver of the sqlite component, answering with lists of one address.
func newCacheableNames(log logger.Logger) nameresolution.Resolver {
	return cacheableNames{sqlite.NewResolver(log)}
}

// ResolveIDMulti makes this a nameresolution.ResolverMulti.
func (names cacheableNames) ResolveIDMulti(
	ctx context.Context, request nameresolution.ResolveRequest,
) (nameresolution.AddressList, error) {
	address, err := names.ResolveID(ctx, request)
	if err != nil {
		return nil, err
	}
	return nameresolution.AddressList{address}, nil
}
