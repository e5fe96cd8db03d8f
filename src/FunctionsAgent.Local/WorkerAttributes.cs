using System;
using System.Collections.Generic;
using System.Threading;

// The part of the isolated worker's surface that function classes may use, under its real names, so that the same
// classes compile here without the worker's packages. A test holds this file to the list in architecture §3.
#pragma warning disable IDE0130 // the namespace is the worker's, not the folder's
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function. As in Microsoft.Azure.Functions.Worker 2.52.0.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Who may call an HTTP function, as the Functions host understands it.</summary>
public enum AuthorizationLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

/// <summary>As in Worker.Extensions.Http 3.3.0; the constructors without a level are left out on purpose.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    /// <summary>Empty: every method.</summary>
    public string[]? Methods { get; } = methods;

    /// <summary>Null: the function's name.</summary>
    public string? Route { get; set; }
}

/// <summary>As in Worker.Extensions.ServiceBus 5.24.0.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ServiceBusTriggerAttribute(string queueName) : Attribute
{
    public string QueueName { get; } = queueName;
    public string? Connection { get; set; }
    public bool IsSessionsEnabled { get; set; }
}

/// <summary>As in Worker.Extensions.Timer 4.3.1: an NCRONTAB expression of six fields, in UTC.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;
}

public sealed class TimerInfo
{
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this run was due earlier: the program was not running, or busy, at the time.</summary>
    public bool IsPastDue { get; set; }
}

/// <summary>UTC times of a schedule.</summary>
public sealed class ScheduleStatus
{
    public DateTime Last { get; set; }
    public DateTime Next { get; set; }
    public DateTime LastUpdated { get; set; }
}

/// <summary>What a function may ask about its own invocation.</summary>
public abstract class FunctionContext
{
    public abstract string InvocationId { get; }
    public abstract string FunctionId { get; }
    public abstract BindingContext BindingContext { get; }
    public abstract IServiceProvider InstanceServices { get; set; }
    public virtual CancellationToken CancellationToken { get; }
}

public abstract class BindingContext
{
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
