// Command sidecar is daprd with the components that Townsquare can be configured for, and no others. A full daprd
// registers more than a hundred, which multiplies the time it takes to build and costs every sidecar memory.
// A component that is missing here is one line in components.go away.
package main

func main() {
	run()
}
