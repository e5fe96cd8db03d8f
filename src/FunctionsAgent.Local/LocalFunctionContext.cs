using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Local;

/// <summary>The worker's context as far as function classes may use it.</summary>
internal sealed class LocalFunctionContext(
    string function, string invocation, IServiceProvider services, IReadOnlyDictionary<string, object?> data, CancellationToken cancelled) : FunctionContext
{
    public override string InvocationId => invocation;
    public override string FunctionId => function;
    public override BindingContext BindingContext { get; } = new LocalBindingContext(data);
    public override IServiceProvider InstanceServices { get; set; } = services;
    public override CancellationToken CancellationToken => cancelled;

    private sealed class LocalBindingContext(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }
}
