// Prints a Compose project as JSON, as `docker compose config` resolves it, or fails with what is wrong in it.
//
//	compose-config [--profile NAME] [--variables] FILE
//
// The environment alone gives the values of variables, not a file .env. --variables lists the variables and their defaults.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/template"
)

func main() {
	log.SetFlags(0)
	profile := flag.String("profile", "", "a profile to enable, as docker compose --profile does")
	variables := flag.Bool("variables", false, "list the variables instead")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: compose-config [--profile NAME] [--variables] FILE")
	}
	content, err := read(flag.Arg(0), *profile, *variables)
	if err != nil {
		log.Fatal(err)
	}
	if _, err := os.Stdout.Write(content); err != nil {
		log.Fatal(err)
	}
}

func read(file, profile string, variables bool) ([]byte, error) {
	ctx := context.Background()
	profiles := []string{}
	if profile != "" {
		profiles = append(profiles, profile)
	}
	options, err := cli.NewProjectOptions([]string{file}, cli.WithOsEnv, cli.WithDefaultProfiles(profiles...))
	if err != nil {
		return nil, err
	}
	if variables {
		cli.WithLoadOptions(func(o *loader.Options) { o.SkipInterpolation = true })(options)
		model, err := options.LoadModel(ctx)
		if err != nil {
			return nil, err
		}
		return json.Marshal(template.ExtractVariables(model, template.DefaultPattern))
	}
	project, err := options.LoadProject(ctx)
	if err != nil {
		return nil, err
	}
	if err := project.CheckContainerNameUnicity(); err != nil {
		return nil, err
	}
	return project.MarshalJSON()
}
