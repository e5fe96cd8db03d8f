using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection;
using System.Threading;
using System.Threading.Tasks;
using Cronos;
using FunctionsAgent.Queues;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsAgent.Local;

/// <summary>Reads a function's trigger from its parameters and checks the rest of the signature against the allowed surface.</summary>
internal static class TriggerReader
{
    private const string Connection = "ServiceBus";

    public static Trigger Read(MethodInfo method, string place, string name)
    {
        var parameters = method.GetParameters();
        var triggers = parameters.Where(IsTrigger).ToArray();
        if (triggers.Length != 1)
            throw new FunctionCatalogException($"{place}: {triggers.Length} triggers; a function has exactly one parameter with [HttpTrigger], [ServiceBusTrigger] or [TimerTrigger].");

        Trigger trigger = triggers[0] switch
        {
            var p when p.GetCustomAttribute<HttpTriggerAttribute>() is { } http => Http(http, p, method, place, name),
            var p when p.GetCustomAttribute<ServiceBusTriggerAttribute>() is { } queue => Queue(queue, p, method, place),
            var p => Timer(p.GetCustomAttribute<TimerTriggerAttribute>()!, p, method, place),
        };
        foreach (var parameter in parameters.Where(p => !IsTrigger(p)))
            Extra(parameter, trigger, place);
        return trigger;
    }

    private static bool IsTrigger(ParameterInfo parameter) =>
        parameter.IsDefined(typeof(HttpTriggerAttribute)) || parameter.IsDefined(typeof(ServiceBusTriggerAttribute)) || parameter.IsDefined(typeof(TimerTriggerAttribute));

    private static Trigger.Http Http(HttpTriggerAttribute http, ParameterInfo parameter, MethodInfo method, string place, string name)
    {
        Wants<HttpRequest>(parameter, "[HttpTrigger]", place);
        if (method.ReturnType != typeof(Task<IResult>) && method.ReturnType != typeof(IResult))
            throw new FunctionCatalogException($"{place}: an HTTP function returns Task<IResult> or IResult, not {method.ReturnType.Name}.");
        if (http.AuthLevel != AuthorizationLevel.Anonymous)
            throw new FunctionCatalogException($"{place}: AuthorizationLevel.{http.AuthLevel}; the host's keys are not used, write Anonymous and authenticate in Access.");
        var route = (http.Route ?? name).TrimStart('/');
        try
        {
            RoutePatternFactory.Parse(route);
        }
        catch (RoutePatternException e)
        {
            throw new FunctionCatalogException($"{place}: the route '{route}' is malformed: {e.Message}");
        }
        return new Trigger.Http(route, [.. (http.Methods ?? []).Select(m => m.ToUpperInvariant()).Distinct(StringComparer.Ordinal)]);
    }

    private static Trigger.Queue Queue(ServiceBusTriggerAttribute queue, ParameterInfo parameter, MethodInfo method, string place)
    {
        Wants<string>(parameter, "[ServiceBusTrigger]", place);
        ReturnsTask(method, place);
        if (queue.Connection != Connection)
            throw new FunctionCatalogException($"{place}: Connection = \"{queue.Connection}\"; the one Service Bus is \"{Connection}\".");
        var deadLetters = queue.QueueName.EndsWith(QueueNames.DeadLetterSuffix, StringComparison.Ordinal);
        if (queue.IsSessionsEnabled == deadLetters)
            throw new FunctionCatalogException($"{place}: IsSessionsEnabled = {(deadLetters ? "true; a dead-letter queue has no sessions" : "false; every queue but a dead-letter queue has sessions")}.");
        return new Trigger.Queue(queue.QueueName, queue.IsSessionsEnabled);
    }

    private static Trigger.Timer Timer(TimerTriggerAttribute timer, ParameterInfo parameter, MethodInfo method, string place)
    {
        Wants<TimerInfo>(parameter, "[TimerTrigger]", place);
        ReturnsTask(method, place);
        if (!CronExpression.TryParse(timer.Schedule, CronFormat.IncludeSeconds, out _))
            throw new FunctionCatalogException($"{place}: '{timer.Schedule}' is no schedule: six fields, second minute hour day month weekday, as in \"0 0 2 * * *\".");
        return new Trigger.Timer(timer.Schedule);
    }

    private static void Extra(ParameterInfo parameter, Trigger trigger, string place)
    {
        if (parameter.ParameterType == typeof(FunctionContext) || parameter.ParameterType == typeof(CancellationToken)) return;
        if (trigger is not Trigger.Http http)
            throw new FunctionCatalogException($"{place}: parameter '{parameter.Name}' of type {parameter.ParameterType.Name}; beside its trigger a function takes FunctionContext and CancellationToken. The host lets a JSON body overwrite metadata bound by name.");
        var named = RoutePatternFactory.Parse(http.Route).Parameters.Any(p => p.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
        if (!named || parameter.ParameterType != typeof(string))
            throw new FunctionCatalogException($"{place}: parameter '{parameter.Name}' of type {parameter.ParameterType.Name}; an HTTP function takes HttpRequest, FunctionContext, CancellationToken and strings named in its route '{http.Route}'.");
    }

    private static void Wants<T>(ParameterInfo parameter, string attribute, string place)
    {
        if (parameter.ParameterType != typeof(T))
            throw new FunctionCatalogException($"{place}: {attribute} binds {typeof(T).Name}, parameter '{parameter.Name}' is {parameter.ParameterType.Name}.");
    }

    private static void ReturnsTask(MethodInfo method, string place)
    {
        if (method.ReturnType != typeof(Task))
            throw new FunctionCatalogException($"{place}: a queue or timer function returns Task, not {method.ReturnType.Name}; output bindings cannot set session, id or schedule.");
    }
}
