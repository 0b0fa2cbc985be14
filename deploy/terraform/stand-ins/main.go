// A stand-in for a Terraform provider: the real one's names, types, blocks, required, optional, computed and write-only arguments,
// with nothing behind them. It serves validate, plan, test and an apply that only fills in made-up values.
package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"os"
	"sort"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

//go:embed schema.json
var raw []byte

type attr struct {
	T       json.RawMessage
	C, O, R bool
}
type block struct {
	N        string
	Min, Max int64
	Attrs    map[string]attr
	Blocks   map[string]block
}
type doc struct {
	Provider        block
	Resources, Data map[string]block
	Ephemeral       map[string]block
}

func typ(r json.RawMessage) tftypes.Type {
	var s string
	if json.Unmarshal(r, &s) == nil {
		switch s {
		case "number":
			return tftypes.Number
		case "bool":
			return tftypes.Bool
		case "any":
			return tftypes.DynamicPseudoType
		}
		return tftypes.String
	}
	var l []json.RawMessage
	if json.Unmarshal(r, &l) == nil {
		var k string
		json.Unmarshal(l[0], &k)
		e := typ(l[1])
		switch k {
		case "set":
			return tftypes.Set{ElementType: e}
		case "map":
			return tftypes.Map{ElementType: e}
		case "obj":
			return e
		}
		return tftypes.List{ElementType: e}
	}
	var o struct{ Obj map[string]json.RawMessage }
	json.Unmarshal(r, &o)
	m := map[string]tftypes.Type{}
	for k, v := range o.Obj {
		m[k] = typ(v)
	}
	return tftypes.Object{AttributeTypes: m}
}
func keys[V any](m map[string]V) []string {
	r := make([]string, 0, len(m))
	for k := range m {
		r = append(r, k)
	}
	sort.Strings(r)
	return r
}

// The prebuilt packages do not tell which arguments are write-only; every provider ends their names like this.
func writeOnly(name string) bool { return strings.HasSuffix(name, "_wo") }

func conv(b block, nested bool) *tfprotov5.SchemaBlock {
	s := &tfprotov5.SchemaBlock{}
	for _, n := range keys(b.Attrs) {
		a := b.Attrs[n]
		t := typ(a.T)
		if nested && t.Is(tftypes.DynamicPseudoType) {
			t = tftypes.String
		}
		sa := &tfprotov5.SchemaAttribute{Name: n, Type: t, Computed: a.C, Optional: a.O, Required: a.R}
		if writeOnly(n) {
			sa.Computed, sa.Optional, sa.WriteOnly = false, true, true
		}
		if !a.C && !a.O && !a.R {
			sa.Optional = true
		}
		s.Attributes = append(s.Attributes, sa)
	}
	for _, n := range keys(b.Blocks) {
		k := b.Blocks[n]
		nb := &tfprotov5.SchemaNestedBlock{TypeName: n, Block: conv(k, true), MinItems: k.Min, MaxItems: k.Max}
		switch k.N {
		case "single":
			nb.Nesting, nb.MinItems, nb.MaxItems = tfprotov5.SchemaNestedBlockNestingModeSingle, 0, 0
		case "set":
			nb.Nesting = tfprotov5.SchemaNestedBlockNestingModeSet
		case "map":
			nb.Nesting, nb.MinItems, nb.MaxItems = tfprotov5.SchemaNestedBlockNestingModeMap, 0, 0
		default:
			nb.Nesting = tfprotov5.SchemaNestedBlockNestingModeList
		}
		s.BlockTypes = append(s.BlockTypes, nb)
	}
	return s
}

type srv struct {
	tfprotov5.ProviderServer // newer methods (list, action): not served
	d                        doc
	provider                 *tfprotov5.Schema
	res, dat, eph            map[string]*tfprotov5.Schema
}

func (s *srv) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	r := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true}}
	for k := range s.res {
		r.Resources = append(r.Resources, tfprotov5.ResourceMetadata{TypeName: k})
	}
	for k := range s.dat {
		r.DataSources = append(r.DataSources, tfprotov5.DataSourceMetadata{TypeName: k})
	}
	for k := range s.eph {
		r.EphemeralResources = append(r.EphemeralResources, tfprotov5.EphemeralResourceMetadata{TypeName: k})
	}
	return r, nil
}
func (s *srv) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	return &tfprotov5.GetProviderSchemaResponse{Provider: s.provider, ResourceSchemas: s.res, DataSourceSchemas: s.dat, EphemeralResourceSchemas: s.eph,
		ServerCapabilities: &tfprotov5.ServerCapabilities{GetProviderSchemaOptional: true}}, nil
}
func (s *srv) GetResourceIdentitySchemas(context.Context, *tfprotov5.GetResourceIdentitySchemasRequest) (*tfprotov5.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov5.GetResourceIdentitySchemasResponse{}, nil
}
func (s *srv) UpgradeResourceIdentity(context.Context, *tfprotov5.UpgradeResourceIdentityRequest) (*tfprotov5.UpgradeResourceIdentityResponse, error) {
	return &tfprotov5.UpgradeResourceIdentityResponse{}, nil
}
func (s *srv) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}
func (s *srv) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}
func (s *srv) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}
func (s *srv) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}
func (s *srv) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	t := s.res[r.TypeName].ValueType()
	v, err := r.RawState.UnmarshalWithOpts(t, tfprotov5.UnmarshalOpts{ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true}})
	if err != nil {
		return nil, err
	}
	dv, err := tfprotov5.NewDynamicValue(t, v)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &dv}, err
}
func (s *srv) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}, nil
}

// mark replaces computed nulls in v by f(path, type)
func mark(b *tfprotov5.SchemaBlock, v tftypes.Value, f func(name string, t tftypes.Type) tftypes.Value) tftypes.Value {
	if v.IsNull() || !v.IsKnown() {
		return v
	}
	var m map[string]tftypes.Value
	if v.As(&m) != nil {
		return v
	}
	for _, a := range b.Attributes {
		if a.WriteOnly {
			m[a.Name] = tftypes.NewValue(a.Type, nil)
		} else if a.Computed && (m[a.Name].IsNull() || !m[a.Name].IsKnown()) {
			m[a.Name] = f(a.Name, a.Type)
		}
	}
	for _, n := range b.BlockTypes {
		c := m[n.TypeName]
		if c.IsNull() || !c.IsKnown() {
			continue
		}
		if n.Nesting == tfprotov5.SchemaNestedBlockNestingModeSingle {
			m[n.TypeName] = mark(n.Block, c, f)
			continue
		}
		var l []tftypes.Value
		if c.As(&l) != nil {
			continue
		}
		for i := range l {
			l[i] = mark(n.Block, l[i], f)
		}
		m[n.TypeName] = tftypes.NewValue(c.Type(), l)
	}
	return tftypes.NewValue(v.Type(), m)
}
func unknown(_ string, t tftypes.Type) tftypes.Value {
	return tftypes.NewValue(t, tftypes.UnknownValue)
}
func fake(kind, seed string) func(string, tftypes.Type) tftypes.Value {
	h := fnv.New64a()
	h.Write([]byte(kind + seed))
	id := fmt.Sprintf("%016x", h.Sum64())
	var f func(string, tftypes.Type) tftypes.Value
	f = func(n string, t tftypes.Type) tftypes.Value {
		switch {
		case t.Is(tftypes.String):
			s := "stub-" + n + "-" + id[:8]
			switch {
			case n == "id":
				s = strings.TrimPrefix(kind, "aws_") + "-" + id
			case n == "arn" || strings.HasSuffix(n, "_arn"):
				s = "arn:aws:stub:eu-west-1:123456789012:" + kind + "/" + id
			case n == "account_id" || n == "owner_id":
				s = "123456789012"
			case n == "region":
				s = "eu-west-1"
			case n == "partition":
				s = "aws"
			case n == "dns_suffix":
				s = "amazonaws.com"
			case strings.Contains(n, "json"):
				s = `{"Version":"2012-10-17","Statement":[]}`
			case n == "data":
				s = "c3R1Yg=="
			case strings.Contains(n, "cidr"):
				s = "10.0.0.0/16"
			}
			return tftypes.NewValue(t, s)
		case t.Is(tftypes.Number):
			return tftypes.NewValue(t, 1)
		case t.Is(tftypes.Bool):
			return tftypes.NewValue(t, false)
		}
		switch x := t.(type) {
		case tftypes.List:
			e := []tftypes.Value{f(n, x.ElementType)}
			if x.ElementType.Is(tftypes.String) {
				e = nil
				for _, z := range []string{"a", "b", "c"} {
					p := n + "-" + z
					if n == "names" {
						p = "eu-west-1" + z
					}
					e = append(e, tftypes.NewValue(tftypes.String, p))
				}
			}
			return tftypes.NewValue(t, e)
		case tftypes.Set:
			return tftypes.NewValue(t, []tftypes.Value{})
		case tftypes.Map:
			return tftypes.NewValue(t, map[string]tftypes.Value{})
		case tftypes.Object:
			m := map[string]tftypes.Value{}
			for k, v := range x.AttributeTypes {
				m[k] = f(k, v)
			}
			return tftypes.NewValue(t, m)
		}
		return tftypes.NewValue(t, nil)
	}
	return f
}
func (s *srv) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	sc := s.res[r.TypeName]
	v, err := r.ProposedNewState.Unmarshal(sc.ValueType())
	if err != nil {
		return nil, err
	}
	p, err := r.PriorState.Unmarshal(sc.ValueType())
	if err != nil {
		return nil, err
	}
	if !v.IsNull() && p.IsNull() {
		v = mark(sc.Block, v, unknown)
	} else if !v.IsNull() {
		v = mark(sc.Block, v, func(n string, t tftypes.Type) tftypes.Value { return tftypes.NewValue(t, nil) })
	}
	dv, err := tfprotov5.NewDynamicValue(sc.ValueType(), v)
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: &dv, UnsafeToUseLegacyTypeSystem: true}, err
}

// certified adds what a certificate is proved by, a record for each of its names: modules look these up by name.
func certified(v tftypes.Value) tftypes.Value {
	var m map[string]tftypes.Value
	var host string
	var others []tftypes.Value
	if v.As(&m) != nil || m["domain_name"].As(&host) != nil || !m["subject_alternative_names"].IsKnown() || m["subject_alternative_names"].As(&others) != nil {
		return v
	}
	hosts := []string{host}
	for _, o := range others {
		var h string
		if o.As(&h) == nil && h != host {
			hosts = append(hosts, h)
		}
	}
	options := m["domain_validation_options"]
	set, ok := options.Type().(tftypes.Set)
	if !ok {
		return v
	}
	str := func(x string) tftypes.Value { return tftypes.NewValue(tftypes.String, x) }
	proofs := []tftypes.Value{}
	for _, h := range hosts {
		proofs = append(proofs, tftypes.NewValue(set.ElementType, map[string]tftypes.Value{"domain_name": str(h),
			"resource_record_name": str("_proof." + h), "resource_record_type": str("CNAME"), "resource_record_value": str("_proof.acm.invalid")}))
	}
	m["domain_validation_options"] = tftypes.NewValue(set, proofs)
	return tftypes.NewValue(v.Type(), m)
}
func (s *srv) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	sc := s.res[r.TypeName]
	v, err := r.PlannedState.Unmarshal(sc.ValueType())
	if err != nil {
		return nil, err
	}
	if !v.IsNull() {
		v = mark(sc.Block, v, fake(r.TypeName, string(r.PlannedState.MsgPack)))
		if r.TypeName == "aws_acm_certificate" {
			v = certified(v)
		}
	}
	dv, err := tfprotov5.NewDynamicValue(sc.ValueType(), v)
	return &tfprotov5.ApplyResourceChangeResponse{NewState: &dv, UnsafeToUseLegacyTypeSystem: true}, err
}
func (s *srv) ImportResourceState(context.Context, *tfprotov5.ImportResourceStateRequest) (*tfprotov5.ImportResourceStateResponse, error) {
	return nil, fmt.Errorf("the stub imports nothing")
}
func (s *srv) MoveResourceState(context.Context, *tfprotov5.MoveResourceStateRequest) (*tfprotov5.MoveResourceStateResponse, error) {
	return nil, fmt.Errorf("the stub moves nothing across types")
}
func (s *srv) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}
func (s *srv) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	sc := s.dat[r.TypeName]
	v, err := r.Config.Unmarshal(sc.ValueType())
	if err != nil {
		return nil, err
	}
	v = mark(sc.Block, v, fake("data."+r.TypeName, string(r.Config.MsgPack)))
	dv, err := tfprotov5.NewDynamicValue(sc.ValueType(), v)
	return &tfprotov5.ReadDataSourceResponse{State: &dv}, err
}
func (s *srv) ValidateEphemeralResourceConfig(context.Context, *tfprotov5.ValidateEphemeralResourceConfigRequest) (*tfprotov5.ValidateEphemeralResourceConfigResponse, error) {
	return &tfprotov5.ValidateEphemeralResourceConfigResponse{}, nil
}

// What is opened here begins with NEVER-KEPT, so that a test can look for it in plans and states.
func (s *srv) OpenEphemeralResource(_ context.Context, r *tfprotov5.OpenEphemeralResourceRequest) (*tfprotov5.OpenEphemeralResourceResponse, error) {
	sc := s.eph[r.TypeName]
	v, err := r.Config.Unmarshal(sc.ValueType())
	if err != nil {
		return nil, err
	}
	v = mark(sc.Block, v, func(n string, t tftypes.Type) tftypes.Value {
		if t.Is(tftypes.String) {
			return tftypes.NewValue(t, "NEVER-KEPT-"+n)
		}
		return tftypes.NewValue(t, nil)
	})
	dv, err := tfprotov5.NewDynamicValue(sc.ValueType(), v)
	return &tfprotov5.OpenEphemeralResourceResponse{Result: &dv}, err
}
func (s *srv) RenewEphemeralResource(context.Context, *tfprotov5.RenewEphemeralResourceRequest) (*tfprotov5.RenewEphemeralResourceResponse, error) {
	return &tfprotov5.RenewEphemeralResourceResponse{}, nil
}
func (s *srv) CloseEphemeralResource(context.Context, *tfprotov5.CloseEphemeralResourceRequest) (*tfprotov5.CloseEphemeralResourceResponse, error) {
	return &tfprotov5.CloseEphemeralResourceResponse{}, nil
}
func (s *srv) GetFunctions(context.Context, *tfprotov5.GetFunctionsRequest) (*tfprotov5.GetFunctionsResponse, error) {
	return &tfprotov5.GetFunctionsResponse{}, nil
}
func (s *srv) CallFunction(context.Context, *tfprotov5.CallFunctionRequest) (*tfprotov5.CallFunctionResponse, error) {
	return nil, fmt.Errorf("no functions")
}

func main() {
	s := &srv{res: map[string]*tfprotov5.Schema{}, dat: map[string]*tfprotov5.Schema{}, eph: map[string]*tfprotov5.Schema{}}
	if err := json.Unmarshal(raw, &s.d); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	s.provider = &tfprotov5.Schema{Block: conv(s.d.Provider, false)}
	for k, v := range s.d.Resources {
		s.res[k] = &tfprotov5.Schema{Version: 0, Block: conv(v, false)}
	}
	for k, v := range s.d.Data {
		s.dat[k] = &tfprotov5.Schema{Version: 0, Block: conv(v, false)}
	}
	for k, v := range s.d.Ephemeral {
		s.eph[k] = &tfprotov5.Schema{Version: 0, Block: conv(v, false)}
	}
	if err := tf5server.Serve("registry.terraform.io/hashicorp/stub", func() tfprotov5.ProviderServer { return s }); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
