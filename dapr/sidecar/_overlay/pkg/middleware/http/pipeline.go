/*
Copyright 2023 The Dapr Authors
Licensed under the Apache License, Version 2.0 (the "License");
you may not use this file except in compliance with the License.
You may obtain a copy of the License at
    http://www.apache.org/licenses/LICENSE-2.0
Unless required by applicable law or agreed to in writing, software
distributed under the License is distributed on an "AS IS" BASIS,
WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
See the License for the specific language governing permissions and
limitations under the License.
*/

// Changed for Townsquare, see docs/decisions/0024-a-sidecar-that-tells-the-truth.md: a pipeline has no root of its own.
package http

import (
	"net/http"

	"github.com/dapr/dapr/pkg/config"
	"github.com/dapr/dapr/pkg/middleware"
	"github.com/dapr/dapr/pkg/middleware/store"
)

// pipeline manages a single HTTP middleware pipeline for a single HTTP
// Pipeline Spec.
type pipeline struct {
	name  string
	spec  *config.PipelineSpec
	store *store.Store[middleware.HTTP]
}

// newPipeline creates a new HTTP Middleware Pipeline.
func newPipeline(
	name string,
	store *store.Store[middleware.HTTP],
	spec *config.PipelineSpec,
) *pipeline {
	return &pipeline{
		name:  name,
		spec:  spec,
		store: store,
	}
}

// http returns a dynamic HTTP middleware: each request goes through those
// middlewares of the spec that are loaded when it comes, and ends at the
// handler that it was given. The channel to the app gives each request a
// handler of its own, so a pipeline must not keep one.
func (p *pipeline) http() middleware.HTTP {
	return func(root http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.chain(root).ServeHTTP(w, r)
		})
	}
}

// chain puts the middlewares of the spec around a handler. Any which are not
// currently loaded are skipped.
func (p *pipeline) chain(root http.Handler) http.Handler {
	if p.spec == nil {
		return root
	}
	next := root
	for i := len(p.spec.Handlers) - 1; i >= 0; i-- {
		handler, ok := p.store.Get(store.Metadata{
			Name:    p.spec.Handlers[i].Name,
			Type:    p.spec.Handlers[i].Type,
			Version: p.spec.Handlers[i].Version,
		})
		if ok {
			next = handler(next)
		}
	}
	return next
}

// buildChain is called when middlewares are added or removed. Chains are made
// anew for each request, so there is nothing to do.
func (p *pipeline) buildChain() {}
