using System;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsAgent.Local;

/// <summary>One run of a function: the scope it gets its services from and the values its parameters take.</summary>
internal sealed record Invocation(IServiceProvider Services, object Trigger, LocalFunctionContext Context, RouteValueDictionary? Route = null);

/// <summary>Makes an instance of the function's class for each run, as the worker does, and calls the method.</summary>
internal sealed class FunctionInvoker
{
    private readonly FunctionEntry entry;
    private readonly ObjectFactory create;
    private readonly Func<Invocation, object?>[] arguments;

    /// <summary>Throws <see cref="FunctionCatalogException"/> when the class asks for a service nobody registered.</summary>
    public FunctionInvoker(FunctionEntry entry, IServiceProviderIsService registered)
    {
        this.entry = entry;
        foreach (var parameter in entry.Type.GetConstructors().SelectMany(constructor => constructor.GetParameters()))
            if (!parameter.HasDefaultValue && !registered.IsService(parameter.ParameterType))
                throw new FunctionCatalogException($"{entry.Type.Name} asks for {parameter.ParameterType.Name} ('{parameter.Name}'), which is not registered.");
        create = ActivatorUtilities.CreateFactory(entry.Type, []);
        arguments = [.. entry.Method.GetParameters().Select(Argument)];
    }

    /// <summary>What the method returned, awaited; null where it returns a plain task. Throws what the method throws.</summary>
    public async Task<object?> InvokeAsync(Invocation invocation)
    {
        var instance = create(invocation.Services, null);
        var values = Array.ConvertAll(arguments, argument => argument(invocation));
        var result = entry.Method.Invoke(instance, BindingFlags.DoNotWrapExceptions, null, values, null);
        if (result is Task<IResult> answer) return await answer;
        if (result is not Task task) return result;
        await task;
        return null;
    }

    private static Func<Invocation, object?> Argument(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(FunctionContext)) return invocation => invocation.Context;
        if (parameter.ParameterType == typeof(CancellationToken)) return invocation => invocation.Context.CancellationToken;
        var trigger = parameter.GetCustomAttributes().Any(a => a is HttpTriggerAttribute or ServiceBusTriggerAttribute or TimerTriggerAttribute);
        return trigger ? invocation => invocation.Trigger : invocation => invocation.Route?[parameter.Name!] as string;
    }
}
