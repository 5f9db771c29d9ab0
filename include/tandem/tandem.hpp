// All of Tandem's public face. Include single headers where compile time matters.
#pragma once

#include <tandem/account.hpp>
#include <tandem/audit.hpp>
#include <tandem/clock.hpp>
#include <tandem/employee.hpp>
#include <tandem/engine.hpp>
#include <tandem/error.hpp>
#include <tandem/event.hpp>
#include <tandem/group.hpp>
#include <tandem/ids.hpp>
#include <tandem/log.hpp>
#include <tandem/media.hpp>
#include <tandem/objects.hpp>
#include <tandem/party.hpp>
#include <tandem/record.hpp>
#include <tandem/rtp.hpp>
#include <tandem/schedule.hpp>
#include <tandem/scheme.hpp>
#include <tandem/signaling.hpp>
#include <tandem/simulation.hpp>
#include <tandem/sofia.hpp>
#include <tandem/storage.hpp>
#include <tandem/trunk.hpp>
